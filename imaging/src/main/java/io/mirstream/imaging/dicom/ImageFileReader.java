package io.mirstream.imaging.dicom;

import io.mirstream.contracts.error.CodedException;
import io.mirstream.contracts.error.ErrorCode;
import io.mirstream.imaging.ReadLimits;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ServiceLoader;

/**
 * What opens DICOM files: their attributes, and their frames as Hounsfield units. A port: this module's own parser is behind
 * it, and an optional module can bring another one. Everything else (which files are CT, what belongs to one series, the
 * order and geometry of slices, and every refusal of these) is the same code whoever reads. Safe for use by many threads.
 */
public interface ImageFileReader {
    /** How the configuration names it. */
    String name();

    /**
     * This module's own reader, or that of a module on the class path that offers one as a service.
     *
     * @throws CodedException {@code READER_UNAVAILABLE} when no reader has this name
     */
    static ImageFileReader named(String name) {
        if (name.equals(OwnFileReader.NAME)) {
            return new OwnFileReader();
        }
        return ServiceLoader.load(ImageFileReader.class, ImageFileReader.class.getClassLoader()).stream()
                .map(ServiceLoader.Provider::get)
                .filter(reader -> reader.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new CodedException(
                        ErrorCode.READER_UNAVAILABLE,
                        "no reader of images named " + name + " is on the class path; \"own\" always is"));
    }

    /**
     * Reads the attributes up to the pixels. May read and keep more than this module knows; must allocate nothing for a
     * declared length that the file cannot hold.
     *
     * @throws CodedException {@code NOT_DICOM}, {@code TRUNCATED}, {@code MALFORMED}, {@code
     *     LIMIT_EXCEEDED}
     * @throws IOException when the file cannot be opened
     */
    Header header(Path file, ReadLimits limits) throws IOException;

    /** A reader of frames for one thread at a time; the caller closes it. */
    FrameSource frames(ReadLimits limits);

    /**
     * A file's attributes.
     *
     * @param meta the file meta group (0002,xxxx)
     * @param root the data set, with where its pixels lie
     * @param transferSyntaxUid as the file names it; empty when it does not
     * @param syntax what that is, or what the data set looks like
     * @param size bytes that the offset of the pixels counts in: of the file, or of its inflated data set
     */
    record Header(DataSet meta, DataSet root, String transferSyntaxUid, TransferSyntax syntax, long size) {}
}
