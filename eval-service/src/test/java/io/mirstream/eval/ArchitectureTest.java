package io.mirstream.eval;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
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

    @ArchTest
    static final ArchRule DATASETS_ARE_FILES = classes()
            .that()
            .resideInAPackage("io.mirstream.eval.dataset..")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(
                    "io.mirstream.eval.dataset..",
                    "io.mirstream.imaging..",
                    "io.mirstream.contracts.error",
                    "io.mirstream.contracts.json",
                    "com.fasterxml.jackson..",
                    "java..")
            .because("a dataset is checked, written and read where no service runs");

    @ArchTest
    static final ArchRule READING_NEEDS_NO_PHANTOM = noClasses()
            .that()
            .resideInAPackage("io.mirstream.eval.dataset")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("io.mirstream.eval.dataset.phantom..")
            .because("published files are read by code that knows nothing of ours");

    @ArchTest
    static final ArchRule SCORES_ARE_ARITHMETIC = classes()
            .that()
            .resideInAPackage("io.mirstream.eval.score..")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage("io.mirstream.eval.score..", "io.mirstream.eval.dataset", "java..")
            .because("a score is a function of labels and rankings, whoever made the rankings");

    @ArchTest
    static final ArchRule A_REPORT_IS_A_FUNCTION_OF_AN_OUTCOME = noClasses()
            .that()
            .resideInAPackage("io.mirstream.eval.report..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "io.mirstream.eval.command..",
                    "io.mirstream.eval.service..",
                    "io.mirstream.eval.replay.services..",
                    "io.mirstream.contracts.topic..",
                    "org.apache.kafka..",
                    "io.quarkus..",
                    "jakarta..",
                    "java.net.http..")
            .because("a report is written, read and compared where no service runs");

    @ArchTest
    static final ArchRule A_REPLAY_KNOWS_NO_TRANSPORT = noClasses()
            .that()
            .resideInAPackage("io.mirstream.eval.replay")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "io.mirstream.eval.replay.services..",
                    "io.mirstream.contracts.topic..",
                    "org.apache.kafka..",
                    "io.cloudevents..",
                    "java.net.http..")
            .because("what is asked for and in which order is tested without a broker");
}
