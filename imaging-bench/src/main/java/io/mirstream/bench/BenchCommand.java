package io.mirstream.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

@Command(
        name = "bench",
        description = "Measure how fast CT is read, beside GDCM where it is installed.",
        footer = {"", "Encodings whose encoder (dcmtk, gdcmconv) is not installed are left out."})
final class BenchCommand extends ModuleCommand {
    private static final double BYTES_PER_MEGABYTE = 1e6;
    private static final double MILLIS_PER_SECOND = 1e3;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "Real slices of 512 x 512 pixels, searched deep (default: a phantom's).")
    private Path data;

    @Option(
            names = "--encoding",
            paramLabel = "NAME",
            description = "Only this one, and no throughput; may be given several times: ${COMPLETION-CANDIDATES}.")
    private List<Encoding> encodings = List.of();

    @Option(
            names = "--rounds",
            paramLabel = "N",
            description =
                    "How often each is measured, taking turns with the reference; the fastest counts (default: 3).")
    private int rounds = 3;

    /** @param reference what {@code referenceMsPerSlice} is of; it and the next two are null without one */
    private record Row(
            String name,
            double msPerSlice,
            double bytesPerSlice,
            String reference,
            Double referenceMsPerSlice,
            Double ratio) {}

    private record Throughput(String name, double perSecond, String unit) {}

    @Override
    public Integer call() {
        if (rounds < 1) {
            throw new ParameterException(spec().commandLine(), "--rounds must be 1 or more");
        }
        if (data != null && !Files.isDirectory(data)) {
            throw new Failure("no folder is at " + data);
        }
        try {
            Path scratch = Files.createTempDirectory("mirstream-bench-");
            try {
                measure(data == null ? Slices.ofPhantom(scratch) : Slices.ofFiles(scratch, data));
            } finally {
                delete(scratch);
            }
        } catch (IOException e) {
            throw new Failure("files for the benchmark could not be written: " + e.getMessage(), e);
        }
        return OK;
    }

    private void measure(Slices slices) throws IOException {
        Optional<Reference> reference = Reference.find();
        if (reference.isEmpty()) {
            progress("no reference: python3-gdcm is not installed");
        }
        List<Row> rows = new ArrayList<>();
        for (Encoding encoding : Encoding.values()) {
            boolean wanted = encodings.isEmpty() || encodings.contains(encoding);
            if (wanted && slices.folder(encoding) != null) {
                rows.add(row(encoding, slices.folder(encoding), reference));
            }
        }
        List<Throughput> throughputs = encodings.isEmpty() ? throughputs(slices) : List.of();
        show(rows, throughputs);
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("rows", rows);
        document.put("throughput", throughputs);
        document(document);
    }

    private Row row(Encoding encoding, Path folder, Optional<Reference> reference) throws IOException {
        Measurement ours = new Measurement(Double.MAX_VALUE, Double.MAX_VALUE);
        double theirs = Double.MAX_VALUE;
        List<Path> files = Slices.files(folder);
        for (int round = 0; round < rounds; round++) {
            progress(encoding.label() + ", round " + (round + 1) + " of " + rounds);
            ours = ours.best(Measurement.of(SliceReading.class, "read", "folder", folder.toString()));
            if (reference.isPresent()) {
                theirs = Math.min(theirs, reference.get().millis(files));
            }
        }
        return reference.isPresent()
                ? new Row(
                        encoding.label(),
                        ours.millis(),
                        ours.bytes(),
                        reference.get().name(),
                        theirs,
                        ours.millis() / theirs)
                : new Row(encoding.label(), ours.millis(), ours.bytes(), null, null, null);
    }

    private List<Throughput> throughputs(Slices slices) throws IOException {
        List<Throughput> throughputs = new ArrayList<>();
        Path raw = slices.folder(Encoding.RAW);
        if (raw != null) {
            progress("headers");
            double millis = best(LocationReading.class, "list", raw);
            throughputs.add(new Throughput("headers", Slices.files(raw).size() * MILLIS_PER_SECOND / millis, "files"));
        }
        progress("nifti-gzip");
        Slices.Volume volume = slices.volume();
        double millis = best(LocationReading.class, "read", volume.file());
        throughputs.add(new Throughput(
                "nifti-gzip", volume.bytes() / BYTES_PER_MEGABYTE * MILLIS_PER_SECOND / millis, "MB of voxels"));
        progress("slabs");
        double building = best(SlabBuilding.class, "build", volume.file());
        throughputs.add(new Throughput("slabs", volume.slices() * MILLIS_PER_SECOND / building, "slices"));
        return throughputs;
    }

    private double best(Class<?> benchmark, String method, Path location) {
        double millis = Double.MAX_VALUE;
        for (int round = 0; round < rounds; round++) {
            millis = Math.min(
                    millis,
                    Measurement.of(benchmark, method, "location", location.toString())
                            .millis());
        }
        return millis;
    }

    private void show(List<Row> rows, List<Throughput> throughputs) {
        List<List<String>> lines = new ArrayList<>();
        lines.add(List.of("encoding", "ms/slice", "KiB/slice", "reference", "ms/slice", "ratio"));
        for (Row row : rows) {
            lines.add(List.of(
                    row.name(),
                    format("%.3f", row.msPerSlice()),
                    format("%.0f", row.bytesPerSlice() / 1024),
                    row.reference() == null ? "-" : row.reference(),
                    row.reference() == null ? "-" : format("%.3f", row.referenceMsPerSlice()),
                    row.reference() == null ? "-" : format("%.2f", row.ratio())));
        }
        table(lines);
        if (throughputs.isEmpty()) {
            return;
        }
        List<List<String>> others = new ArrayList<>();
        others.add(List.of("throughput", "per second", "of"));
        throughputs.forEach(each -> others.add(List.of(each.name(), format("%.0f", each.perSecond()), each.unit())));
        table(others);
    }

    private static String format(String format, double value) {
        return String.format(Locale.ROOT, format, value);
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> paths = Files.walk(folder)) {
            for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }
}
