package io.mirstream.eval;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "io.mirstream.eval", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    @ArchTest
    static final ArchRule SERVICES_MEET_IN_CONTRACTS = noClasses()
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.mirstream.ingest..", "io.mirstream.embed..", "io.mirstream.query..")
            .because("the benchmark must measure what any sender gets: topics and the search over HTTP");

    @ArchTest
    static final ArchRule NO_WAY_AROUND_THE_SEARCH = noClasses()
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.opensearch..", "ai.onnxruntime..", "io.mirstream.contracts.index..")
            .because("a figure that was not made by the services themselves says nothing about them");
}
