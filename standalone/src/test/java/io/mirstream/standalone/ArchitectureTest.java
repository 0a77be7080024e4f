package io.mirstream.standalone;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "io.mirstream.standalone", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    @ArchTest
    static final ArchRule SERVICES_ARE_PROCESSES = noClasses()
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "io.mirstream.ingest..", "io.mirstream.embed..", "io.mirstream.query..", "io.mirstream.eval..")
            .because(
                    "what runs on this machine is what runs in a cluster: services are started from their packages, and"
                            + " spoken to through topics and HTTP only");

    @ArchTest
    static final ArchRule NO_CYCLES = slices().matching("io.mirstream.standalone.(*)..")
            .should()
            .beFreeOfCycles()
            .because("home, processes, stack, studies and commands build on each other in this order");

    @ArchTest
    static final ArchRule NOBODY_NEEDS_THE_COMMAND_LINE = noClasses()
            .that()
            .resideOutsideOfPackage("io.mirstream.standalone.cli..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.mirstream.standalone.cli..", "picocli..")
            .because("the tests drive the same stack as the commands, with no option to parse");

    @ArchTest
    static final ArchRule KAFKA_HAS_TWO_OWNERS = noClasses()
            .that()
            .resideOutsideOfPackages("io.mirstream.standalone.stack..", "io.mirstream.standalone.study..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.apache.kafka..", "io.cloudevents..")
            .because("commands speak of studies and dead letters, not of records and offsets");
}
