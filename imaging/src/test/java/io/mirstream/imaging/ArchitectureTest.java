package io.mirstream.imaging;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "io.mirstream.imaging", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    @ArchTest
    static final ArchRule NO_FRAMEWORK = classes()
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(
                    "io.mirstream.imaging..",
                    "io.mirstream.contracts.error",
                    "io.mirstream.contracts.id",
                    "java..",
                    "javax.imageio..")
            .because("files are read the same in a service, in a tool and in a test: neither Quarkus nor Kafka nor ONNX"
                    + " Runtime has a part in it, and hostile bytes meet no code but this module's");

    @ArchTest
    static final ArchRule DICOM_KNOWS_NO_NIFTI = noClasses()
            .that()
            .resideInAPackage("io.mirstream.imaging.dicom..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "io.mirstream.imaging.nifti..", "io.mirstream.imaging.write..", "io.mirstream.imaging.phantom..")
            .because("a format is one package, that can be replaced or given up alone");

    @ArchTest
    static final ArchRule NIFTI_KNOWS_NO_DICOM = noClasses()
            .that()
            .resideInAPackage("io.mirstream.imaging.nifti..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "io.mirstream.imaging.dicom..", "io.mirstream.imaging.write..", "io.mirstream.imaging.phantom..")
            .because("a format is one package, that can be replaced or given up alone");

    @ArchTest
    static final ArchRule WRITERS_KNOW_NO_READERS = noClasses()
            .that()
            .resideInAnyPackage("io.mirstream.imaging.write..", "io.mirstream.imaging.phantom..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.mirstream.imaging", "io.mirstream.imaging.dicom..", "io.mirstream.imaging.nifti..")
            .because("tests read back what the writers wrote, and would not see a mistake that both share");
}
