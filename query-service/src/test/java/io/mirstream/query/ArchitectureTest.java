package io.mirstream.query;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "io.mirstream.query", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    @ArchTest
    static final ArchRule SEARCH_IS_PLAIN_JAVA = noClasses()
            .that()
            .resideInAPackage("io.mirstream.query.search..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "io.quarkus..",
                    "io.smallrye..",
                    "io.micrometer..",
                    "jakarta..",
                    "java.net.http..",
                    "org.apache..",
                    "org.eclipse..",
                    "org.opensearch..",
                    "io.mirstream.contracts.index..",
                    "io.mirstream.contracts.topic..")
            .because("what a ranking is must be testable and true without a container, an index or a network");

    @ArchTest
    static final ArchRule SEARCH_KNOWS_NO_ADAPTER = noClasses()
            .that()
            .resideInAPackage("io.mirstream.query.search..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "io.mirstream.query.embedding..",
                    "io.mirstream.query.http..",
                    "io.mirstream.query.opensearch..",
                    "io.mirstream.query.service..")
            .because("arrows point to the domain: an adapter can be replaced without touching it");

    @ArchTest
    static final ArchRule OPENSEARCH_HAS_ONE_OWNER = noClasses()
            .that()
            .resideOutsideOfPackage("io.mirstream.query.opensearch..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.opensearch..", "org.apache.hc..", "io.mirstream.contracts.index..")
            .because("one package knows the index' names, its client and its query language");

    @ArchTest
    static final ArchRule NO_BROKER = noClasses()
            .that()
            .resideOutsideOfPackage("io.mirstream.query.evaluations..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.apache.kafka..", "io.cloudevents..", "io.mirstream.contracts.topic..")
            .because("search goes on while the broker is down");

    @ArchTest
    static final ArchRule SERVICES_MEET_IN_CONTRACTS = noClasses()
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.mirstream.ingest..", "io.mirstream.embed..", "io.mirstream.eval..")
            .because("services are released apart and agree on topics and ids only");

    @ArchTest
    static final ArchRule NO_CYCLES = slices().matching("io.mirstream.query.(*)..")
            .should()
            .beFreeOfCycles()
            .because("each package can be read and replaced without the ones that use it");
}
