package io.mirstream.contracts;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "io.mirstream.contracts", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    @ArchTest
    static final ArchRule NO_FRAMEWORK = classes()
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(
                    "io.mirstream.contracts..",
                    "java..",
                    "com.fasterxml.jackson..",
                    "io.cloudevents..",
                    "org.apache.kafka.common.header..",
                    "org.apache.kafka.clients.producer")
            .because("a sender of studies may use these types in any program, and must get no framework with them");

    @ArchTest
    static final ArchRule ONLY_TOPIC_KNOWS_KAFKA = noClasses()
            .that()
            .resideOutsideOfPackage("io.mirstream.contracts.topic")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.apache.kafka..", "io.cloudevents..")
            .because("ids and events are also used where there is no broker, and Kafka's client is optional there");

    @ArchTest
    static final ArchRule NO_INPUT_OR_OUTPUT = noClasses()
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("java.nio.file..", "java.net.http..", "java.sql..")
            .because("a contract says what is said, and does nothing");

    @ArchTest
    static final ArchRule NO_CYCLES = slices().matching("io.mirstream.contracts.(*)..")
            .should()
            .beFreeOfCycles()
            .because("data goes one way: errors, ids, events, topics");
}
