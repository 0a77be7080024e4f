package io.mirstream.embed;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "io.mirstream.embed", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    @ArchTest
    static final ArchRule DOMAIN_IS_PLAIN_JAVA = noClasses()
            .that()
            .resideInAnyPackage(
                    "io.mirstream.embed.encode..", "io.mirstream.embed.locate..", "io.mirstream.embed.preview..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "org.apache.kafka..",
                    "io.cloudevents..",
                    "io.quarkus..",
                    "io.smallrye..",
                    "jakarta..",
                    "org.opensearch..",
                    "ai.onnxruntime..",
                    "ai.djl..",
                    "java.net.http..",
                    "software.amazon..",
                    "io.mirstream.contracts.topic..")
            .because(
                    "what becomes of pixels, and which files may be read, must be testable and true without a broker, a"
                            + " container, an index or a native library");

    @ArchTest
    static final ArchRule DOMAIN_KNOWS_NO_ADAPTER = noClasses()
            .that()
            .resideInAnyPackage(
                    "io.mirstream.embed.encode..", "io.mirstream.embed.locate..", "io.mirstream.embed.preview..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "io.mirstream.embed.builtin..",
                    "io.mirstream.embed.dicomweb..",
                    "io.mirstream.embed.http..",
                    "io.mirstream.embed.onnx..",
                    "io.mirstream.embed.publish..",
                    "io.mirstream.embed.s3..",
                    "io.mirstream.embed.work..")
            .because("arrows point to the domain: an adapter can be replaced without touching it");

    @ArchTest
    static final ArchRule NATIVE_MEMORY_HAS_ONE_OWNER = noClasses()
            .that()
            .resideOutsideOfPackage("io.mirstream.embed.onnx..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("ai.onnxruntime..", "ai.djl..")
            .because("sessions, tensors and tokenizers hold native memory, which one package opens and closes");

    @ArchTest
    static final ArchRule ONE_PACKAGE_KNOWS_THE_STORE = noClasses()
            .that()
            .resideOutsideOfPackage("io.mirstream.embed.s3..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("software.amazon..")
            .because("a store is one source of studies among others, and its client can be replaced");

    @ArchTest
    static final ArchRule ONLY_THE_EDGES_KNOW_KAFKA = noClasses()
            .that()
            .resideOutsideOfPackages("io.mirstream.embed.publish..", "io.mirstream.embed.work..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.apache.kafka..")
            .because("queries over HTTP are answered where there is no broker");

    @ArchTest
    static final ArchRule MODELS_ARE_WRITTEN_AT_BUILD_TIME = noClasses()
            .that()
            .resideOutsideOfPackage("io.mirstream.embed.builtin..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.mirstream.embed.builtin..", "ai.onnx.proto..", "org.tribuo..")
            .because("what writes the built-in model is not on the class path of the running service");

    @ArchTest
    static final ArchRule SERVICES_MEET_IN_CONTRACTS = noClasses()
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.mirstream.ingest..", "io.mirstream.query..", "io.mirstream.eval..")
            .because("services are released apart and agree on topics and ids only");
}
