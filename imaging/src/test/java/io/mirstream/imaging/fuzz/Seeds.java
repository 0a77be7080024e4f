package io.mirstream.imaging.fuzz;

import io.mirstream.imaging.SmallFiles;
import io.mirstream.imaging.codec.FrameFormat;
import io.mirstream.imaging.codec.SmallFrames;
import io.mirstream.imaging.codec.jpeg2000.SmallCodestreams;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Inputs that a target takes without complaint: a fuzzer that starts from them need not discover the formats. */
public final class Seeds {
    private Seeds() {}

    static List<byte[]> of(FuzzTarget target) throws IOException {
        return switch (target) {
            case DICOM -> SmallFiles.dicom();
            case NIFTI -> SmallFiles.nifti();
            case ZIP -> SmallFiles.zip();
            case JPEG -> inputs(SmallFrames.jpeg());
            case JPEG_LS -> inputs(SmallFrames.jpegLs());
            case JPEG_2000 -> inputs(SmallCodestreams.all());
            case RLE -> inputs(SmallFrames.runLengths());
        };
    }

    private static List<byte[]> inputs(Map<byte[], FrameFormat> frames) {
        return frames.entrySet().stream()
                .map(frame -> FrameTarget.input(frame.getValue(), frame.getKey()))
                .toList();
    }

    /** Writes them to a folder for each target: {@code jpeg-ls/seed-00} … @param arguments the folder */
    public static void main(String[] arguments) throws IOException {
        for (FuzzTarget target : FuzzTarget.values()) {
            Path folder =
                    Path.of(arguments[0], target.name().toLowerCase(Locale.ROOT).replace('_', '-'));
            Files.createDirectories(folder);
            List<byte[]> seeds = of(target);
            for (int i = 0; i < seeds.size(); i++) {
                Files.write(folder.resolve(String.format("seed-%02d", i)), seeds.get(i));
            }
        }
    }
}
