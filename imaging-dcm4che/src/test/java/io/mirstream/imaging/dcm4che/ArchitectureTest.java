package io.mirstream.imaging.dcm4che;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "io.mirstream.imaging.dcm4che", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    @ArchTest
    static final ArchRule ONE_LIBRARY_BEHIND_ONE_PORT = classes()
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(
                    "io.mirstream.imaging",
                    "io.mirstream.imaging.codec",
                    "io.mirstream.imaging.dicom",
                    "io.mirstream.imaging.dcm4che",
                    "io.mirstream.contracts.error",
                    "org.dcm4che3.data",
                    "org.dcm4che3.imageio.plugins.rle",
                    "org.dcm4che3.io",
                    "org.dcm4che3.util",
                    "java..",
                    "javax.imageio..")
            .because("what an image means is read by the imaging module, the same for every reader of files");
}
