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
    static final ArchRule holds_no_rules_of_the_domain = noClasses()
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.mirstream.contracts.event..", "io.mirstream.imaging..", "org.apache.kafka..")
            .because("it is for the edges: what studies are and what becomes of them is for the services");
}
