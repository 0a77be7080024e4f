package io.mirstream.ingest;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "io.mirstream.ingest", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    @ArchTest
    static final ArchRule DOMAIN_IS_PLAIN_JAVA = noClasses()
            .that()
            .resideInAnyPackage("io.mirstream.ingest.admission..", "io.mirstream.ingest.index..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "org.apache.kafka..",
                    "io.cloudevents..",
                    "io.quarkus..",
                    "io.smallrye..",
                    "io.micrometer..",
                    "jakarta..",
                    "org.jboss..",
                    "org.opensearch..",
                    "io.mirstream.contracts.topic..",
                    "io.mirstream.contracts.index..")
            .because(
                    "which events are accepted, and what the index must hold, must be testable and true without a broker,"
                            + " a container or an index");

    @ArchTest
    static final ArchRule DOMAIN_KNOWS_NO_ADAPTER = noClasses()
            .that()
            .resideInAnyPackage("io.mirstream.ingest.admission..", "io.mirstream.ingest.index..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "io.mirstream.ingest.consume..",
                    "io.mirstream.ingest.http..",
                    "io.mirstream.ingest.intake..",
                    "io.mirstream.ingest.opensearch..",
                    "io.mirstream.ingest.service..",
                    "io.mirstream.ingest.status..")
            .because("arrows point to the domain: an adapter can be replaced without touching it");

    @ArchTest
    static final ArchRule ADMISSION_AND_INDEX_DO_NOT_MEET = noClasses()
            .that()
            .resideInAPackage("io.mirstream.ingest.index..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("io.mirstream.ingest.admission..")
            .because("between them lie topics and another service: the one may be deployed without the other");

    @ArchTest
    static final ArchRule ONE_PACKAGE_KNOWS_KAFKA_STREAMS = noClasses()
            .that()
            .resideOutsideOfPackages("io.mirstream.ingest.intake..", "io.mirstream.ingest.service..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.apache.kafka.streams..")
            .because("the topology is a pure function of rules and counts; only what starts it knows it, too");

    @ArchTest
    static final ArchRule ONE_PACKAGE_KNOWS_OPENSEARCH = noClasses()
            .that()
            .resideOutsideOfPackage("io.mirstream.ingest.opensearch..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.opensearch..", "org.apache.hc..")
            .because("what an index must promise is a port, and the fake behind it in the tests promises the same");

    @ArchTest
    static final ArchRule INDEX_CLIENT_KNOWS_NO_BROKER = noClasses()
            .that()
            .resideInAPackage("io.mirstream.ingest.opensearch..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.apache.kafka..")
            .because("an index can be filled from something else than a topic");

    @ArchTest
    static final ArchRule NO_CYCLES = slices().matching("io.mirstream.ingest.(*)..")
            .should()
            .beFreeOfCycles()
            .because("a package can be understood when those that it uses are");

    @ArchTest
    static final ArchRule SERVICES_MEET_IN_CONTRACTS = noClasses()
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "io.mirstream.embed..", "io.mirstream.query..", "io.mirstream.eval..", "io.mirstream.imaging..")
            .because(
                    "services are released apart and agree on topics and ids only; pixels are none of this one's business");
}
