package io.mirstream.imaging;

import io.mirstream.imaging.DicomBytes.Syntax;
import io.mirstream.imaging.nifti.SmallVolumes;
import io.mirstream.imaging.write.NiftiWriter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Files of a few hundred bytes, one of each kind: where a fuzzer starts from. */
public final class SmallFiles {
    private SmallFiles() {}

    /** One image in each encoding, and multi-frame images. */
    public static List<byte[]> dicom() throws IOException {
        List<byte[]> images = written();
        List<byte[]> files = new ArrayList<>();
        for (Syntax syntax : Syntax.values()) {
            files.add(DicomBytes.parse(images.getFirst()).write(syntax));
        }
        List<String> alike = List.of("0", "0", "0");
        for (boolean defined : new boolean[] {true, false}) {
            DicomBytes frames = EnhancedBytes.of(images, List.of(2, 0, 1), alike, defined);
            files.add(frames.write(Syntax.EXPLICIT_LITTLE_ENDIAN));
            files.add(frames.write(Syntax.RLE, alike.size(), 2, true));
        }
        return files;
    }

    /** Both versions, both byte orders, with and without compression and turned axes. */
    public static List<byte[]> nifti() throws IOException {
        List<byte[]> files = new ArrayList<>(SmallVolumes.all());
        Path file = Files.createTempFile("small-", ".nii.gz");
        try {
            NiftiWriter.write(file, SmallCt.VOLUME);
            files.add(Files.readAllBytes(file));
        } finally {
            Files.delete(file);
        }
        return files;
    }

    /** Compressed and stored entries of both formats, and a folder. */
    public static List<byte[]> zip() throws IOException {
        List<byte[]> files = new ArrayList<>();
        for (int level : new int[] {0, 9}) {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
                zip.setLevel(level);
                zip.putNextEntry(new ZipEntry("Aufnahme-ä/"));
                zip.putNextEntry(new ZipEntry("Aufnahme-ä/0.dcm"));
                zip.write(written().getFirst());
                zip.putNextEntry(new ZipEntry("volume.nii.gz"));
                zip.write(nifti().getLast());
            }
            files.add(bytes.toByteArray());
        }
        return files;
    }

    private static List<byte[]> written() throws IOException {
        Path scratch = Files.createTempDirectory("small-");
        try {
            return SmallCt.dicom(scratch);
        } finally {
            try (var files = Files.walk(scratch)) {
                files.sorted(java.util.Comparator.reverseOrder())
                        .map(Path::toFile)
                        .forEach(java.io.File::delete);
            }
        }
    }
}
