package io.mirstream.eval.command;

import io.mirstream.contracts.json.Json;
import io.mirstream.eval.dataset.DatasetCheck;
import io.mirstream.eval.dataset.Finding;
import io.mirstream.eval.dataset.LabelComparison;
import io.mirstream.eval.dataset.MaskLabels;
import io.mirstream.eval.dataset.phantom.PhantomBenchmark;
import io.mirstream.eval.dataset.phantom.PhantomSize;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Writes, checks and measures datasets of the benchmark. */
public final class DatasetProgram {
    private static final String USAGE = """
            usage: DatasetProgram phantom DIR tiny|small|full SEED [--json]
                   DatasetProgram check DIR all|labels [--json]
                   DatasetProgram labels DIR released|true [--json]""";

    private final PrintStream out;
    private final PrintStream err;
    private final boolean json;

    private DatasetProgram(PrintStream out, PrintStream err, boolean json) {
        this.out = out;
        this.err = err;
        this.json = json;
    }

    /** Exits with 0; 1 for a dataset that cannot be used, differs or cannot be written; 2 when it was called wrongly. */
    public static void main(String[] arguments) {
        System.exit(run(List.of(arguments), System.out, System.err));
    }

    static int run(List<String> given, PrintStream out, PrintStream err) {
        List<String> arguments = new ArrayList<>(given);
        DatasetProgram program = new DatasetProgram(out, err, arguments.remove("--json"));
        return Exit.of(() -> program.work(arguments), USAGE, err);
    }

    /** @throws RuntimeException for arguments that are missing or that nothing takes */
    private Exit.Work work(List<String> arguments) {
        Path folder = Path.of(arguments.get(1));
        String how = arguments.get(2);
        return switch (arguments.getFirst() + " " + how) {
            case "check all" -> () -> print(DatasetCheck.of(folder));
            case "check labels" -> () -> print(DatasetCheck.ofLabels(folder));
            case "labels released" -> () -> print(LabelComparison.of(folder, MaskLabels.Size.RELEASED));
            case "labels true" -> () -> print(LabelComparison.of(folder, MaskLabels.Size.TRUE));
            case "phantom tiny" -> phantom(folder, how, PhantomSize.TINY, Long.parseLong(arguments.get(3)));
            case "phantom small" -> phantom(folder, how, PhantomSize.SMALL, Long.parseLong(arguments.get(3)));
            case "phantom full" -> phantom(folder, how, PhantomSize.FULL, Long.parseLong(arguments.get(3)));
            default -> throw new IllegalArgumentException("unknown");
        };
    }

    private Exit.Work phantom(Path folder, String name, PhantomSize size, long seed) {
        return () -> write(folder, name, size, seed);
    }

    private int write(Path folder, String name, PhantomSize size, long seed) throws IOException {
        List<String> volumes = new ArrayList<>();
        PhantomBenchmark.write(folder, size, seed, volume -> {
            volumes.add(volume.value());
            err.println("wrote " + volume);
        });
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("folder", folder.toString());
        document.put("size", name);
        document.put("seed", seed);
        document.put("volumes", volumes);
        if (json) {
            document(document);
        } else {
            out.println(volumes.size() + " volumes in " + folder);
        }
        return Exit.OK;
    }

    private int print(DatasetCheck check) {
        if (json) {
            Map<String, Object> document = new LinkedHashMap<>();
            document.put("usable", check.usable());
            document.put("findings", check.findings());
            document(document);
        } else {
            for (Finding finding : check.findings()) {
                out.printf(
                        Locale.ROOT,
                        "%-7s  %-30s  %5d  %s: %s%s%n",
                        finding.severity().name().toLowerCase(Locale.ROOT),
                        finding.code(),
                        finding.count(),
                        finding.where(),
                        finding.text(),
                        examples(finding));
            }
            out.println(check.usable() ? "the dataset can be used" : "the dataset cannot be used: see the errors");
        }
        return check.usable() ? Exit.OK : Exit.FAILED;
    }

    private static String examples(Finding finding) {
        if (finding.examples().isEmpty()) {
            return "";
        }
        boolean all = finding.examples().size() == finding.count();
        return " (" + String.join(", ", finding.examples()) + (all ? ")" : ", ...)");
    }

    private int print(LabelComparison comparison) {
        if (json) {
            Map<String, Object> document = new LinkedHashMap<>();
            document.put("compared", comparison.compared());
            document.put("agreeing", comparison.agreeing());
            document.put("differences", comparison.differences());
            document.put("unreadable", comparison.unreadable());
            document(document);
        } else {
            comparison
                    .differences()
                    .forEach(each -> out.println(
                            each.volume() + "  labels " + text(each.labels()) + "  mask " + text(each.mask())));
            comparison.unreadable().forEach(each -> out.println("unreadable  " + each));
            comparison
                    .agreeing()
                    .forEach((size, count) -> out.println(count + " of " + comparison.compared()
                            + " agree, sizes being "
                            + (size == MaskLabels.Size.TRUE ? "true centimetres" : "voxels / 10, as released")));
        }
        return comparison.agrees() ? Exit.OK : Exit.FAILED;
    }

    private static String text(MaskLabels.Values values) {
        return String.format(
                Locale.ROOT,
                "%d x, largest %.3f, group %d, flag %d",
                values.numberTumors(),
                values.maxTumorSize(),
                values.lesionGroup(),
                values.cancerFlag() ? 1 : 0);
    }

    private void document(Map<String, Object> document) {
        out.writeBytes(Json.write(document)); // UTF-8, whatever the terminal's charset is
        out.println();
    }
}
