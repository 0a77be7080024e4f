package io.mirstream.service;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "io.mirstream.service", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {
    @ArchTest
    static final ArchRule knows_no_service = noClasses()
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "io.mirstream.ingest..", "io.mirstream.embed..", "io.mirstream.query..", "io.mirstream.eval..")
            .because("all services stand on it, and meet only on topics and over HTTP");

    @ArchTest
    static final ArchRule only_the_audit_has_a_topic = noClasses()
            .that()
            .resideOutsideOfPackage("io.mirstream.service.audit..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.apache.kafka..", "io.mirstream.contracts.topic..")
            .because("events of studies are for the services; of who asks, all of them tell alike");

    @ArchTest
    static final ArchRule access_is_decided_without_a_framework = noClasses()
            .that()
            .resideInAPackage("io.mirstream.service.access")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.quarkus..", "io.vertx..", "io.smallrye..", "jakarta..", "org.eclipse..")
            .because("who may ask what must be testable, and true, whatever serves the requests");

    @ArchTest
    static final ArchRule holds_no_rules_of_the_domain = noClasses()
            .that()
            .resideOutsideOfPackages("io.mirstream.service.audit..", "io.mirstream.service.access..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.mirstream.contracts.event..", "io.mirstream.imaging..", "org.apache.kafka..")
            .because("it is for the edges: what studies are and what becomes of them is for the services");
}
