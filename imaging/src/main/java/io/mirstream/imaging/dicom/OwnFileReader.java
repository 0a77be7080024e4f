package io.mirstream.imaging.dicom;

import io.mirstream.imaging.ReadLimits;
import java.io.IOException;
import java.nio.file.Path;

/** This module's own parser and decoders. */
public final class OwnFileReader implements ImageFileReader {
    public static final String NAME = "own";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Header header(Path file, ReadLimits limits) throws IOException {
        DataSetParser.Parsed parsed = DataSetParser.parse(file, limits.maxFileBytes(), limits.maxSlices());
        parsed.source().close();
        return new Header(parsed.meta(), parsed.root(), parsed.transferSyntaxUid(), parsed.syntax(), parsed.size());
    }

    @Override
    public FrameSource frames(ReadLimits limits) {
        return new FrameReader(limits);
    }
}
