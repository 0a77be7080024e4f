package io.mirstream.bench;

import io.mirstream.imaging.ReadLimits;
import io.mirstream.imaging.dicom.CtInstance;
import io.mirstream.imaging.dicom.FrameSource;
import io.mirstream.imaging.dicom.OwnFileReader;
import io.mirstream.imaging.phantom.Anatomy;
import io.mirstream.imaging.phantom.Phantom;
import io.mirstream.imaging.phantom.PhantomSpec;
import io.mirstream.imaging.phantom.PhantomStudy;
import io.mirstream.imaging.write.CtVolume;
import io.mirstream.imaging.write.DicomSeriesWriter;
import io.mirstream.imaging.write.NiftiWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The files to be measured: a folder of slices for each encoding, and a volume. All of 512 x 512 pixels of 16 bits. */
final class Slices {
    private static final int SIDE = 512;

    /** Enough that each is opened anew, few enough that they stay in the page cache. */
    private static final int FILES = 8;

    private static final PhantomSpec PHANTOM = new PhantomSpec(1, Anatomy.LIVER, List.of(), SIDE, 20);

    private final Path folder;
    private final Map<Encoding, Path> folders = new EnumMap<>(Encoding.class);

    private Slices(Path folder) {
        this.folder = folder;
    }

    /** Of a phantom. @param folder an empty one to write to */
    static Slices ofPhantom(Path folder) throws IOException {
        Slices slices = new Slices(folder);
        Phantom phantom = new PhantomStudy(PHANTOM).render();
        Path all = folder.resolve("phantom");
        DicomSeriesWriter.write(all, new PhantomStudy(PHANTOM).identity(), phantom.volume());
        try (Stream<Path> files = Files.list(all)) {
            slices.put(Encoding.RAW, files.sorted().limit(FILES).toList());
        }
        slices.encodeMissing();
        return slices;
    }

    /** Real ones below {@code data}; encodings that are not there are made of the raw ones. */
    static Slices ofFiles(Path folder, Path data) throws IOException {
        Slices slices = new Slices(folder);
        Map<Encoding, List<Path>> found = new EnumMap<>(Encoding.class);
        try (Stream<Path> files = Files.walk(data)) {
            for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
                CtInstance.list(new OwnFileReader(), file, ReadLimits.DEFAULT).frames().stream()
                        .filter(frame -> frame.format().rows() == SIDE
                                && frame.format().columns() == SIDE
                                && frame.format().bitsAllocated() == Short.SIZE)
                        .findFirst()
                        .flatMap(frame -> Encoding.of(frame.transferSyntaxUid()))
                        .ifPresent(encoding -> found.computeIfAbsent(encoding, any -> new ArrayList<>())
                                .add(file));
            }
        }
        for (Map.Entry<Encoding, List<Path>> each : found.entrySet()) {
            slices.put(each.getKey(), each.getValue().stream().limit(FILES).toList());
        }
        slices.encodeMissing();
        return slices;
    }

    /** A folder of files, or null when none could be made. */
    Path folder(Encoding encoding) {
        return folders.get(encoding);
    }

    /** A phantom's volume as it is compressed. */
    Volume volume() throws IOException {
        Path file = folder.resolve("volume.nii.gz");
        CtVolume volume = new PhantomStudy(PHANTOM).render().volume();
        NiftiWriter.write(file, volume);
        int slices = volume.slices().size();
        return new Volume(file, slices, (long) volume.rows() * volume.columns() * slices * Short.BYTES);
    }

    /** @param bytes of its voxels, when they are not compressed */
    record Volume(Path file, int slices, long bytes) {}

    private void put(Encoding encoding, List<Path> files) throws IOException {
        Path target = Files.createDirectories(folder.resolve(encoding.label()));
        for (int i = 0; i < files.size(); i++) {
            Files.copy(files.get(i), target.resolve(String.format("%04d.dcm", i)));
        }
        folders.put(encoding, target);
    }

    private void encodeMissing() throws IOException {
        Path raw = folders.get(Encoding.RAW);
        for (Encoding encoding : Encoding.values()) {
            if (folders.containsKey(encoding)) {
                continue;
            }
            if (raw == null || !Processes.isInstalled(encoding.program())) {
                ModuleCommand.progress(encoding.label() + " is left out: "
                        + (raw == null ? "no raw slices to encode" : encoding.program() + " is not installed"));
                continue;
            }
            Path target = Files.createDirectories(folder.resolve(encoding.label()));
            for (Path file : files(raw)) {
                encode(encoding, file, target.resolve(file.getFileName()));
            }
            folders.put(encoding, target);
        }
    }

    /** What is measured must also be right: the encoded slice decodes to what the raw one does. */
    private static void encode(Encoding encoding, Path raw, Path encoded) {
        Processes.Ended ended = Processes.run(encoding.command(raw, encoded));
        if (!ended.succeeded() || !Arrays.equals(decoded(raw), decoded(encoded))) {
            throw new Failure(encoding.program() + " made no lossless copy of " + raw + ": " + ended.output());
        }
    }

    private static short[] decoded(Path file) {
        try (FrameSource reader = new OwnFileReader().frames(ReadLimits.DEFAULT)) {
            return reader.hounsfield(CtInstance.list(new OwnFileReader(), file, ReadLimits.DEFAULT)
                    .frames()
                    .getFirst());
        }
    }

    static List<Path> files(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.sorted().toList();
        }
    }
}
