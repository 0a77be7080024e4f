package io.mirstream.imaging;

import io.mirstream.imaging.dcm4che.Dcm4cheFileReader;

/** The imaging module's own test, with dcm4che; it lies in that test's package, whose parts it uses. */
class Dcm4cheReferenceCtTest extends ReferenceCtTest {
    @Override
    FileStudyReader reader(ReadLimits limits) {
        return new FileStudyReader(new Dcm4cheFileReader(), limits);
    }
}
