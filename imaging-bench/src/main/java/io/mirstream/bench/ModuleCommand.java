package io.mirstream.bench;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.PrintStream;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** What both commands have in common: the module, and where they print. */
@Command(mixinStandardHelpOptions = true, version = "Mirstream 0.1.0", sortOptions = false)
abstract class ModuleCommand implements Callable<Integer> {
    static final int OK = 0;
    static final int FAILED = 1;

    enum Module {
        imaging
    }

    @Option(names = "--json", description = "Print one JSON document on stdout; everything else goes to stderr.")
    private boolean json;

    @Spec
    private CommandSpec spec;

    /** Checked when it is read; there is only one. */
    @Parameters(paramLabel = "MODULE", description = "What to look at: imaging.")
    final void module(Module module) {}

    final CommandSpec spec() {
        return spec;
    }

    /** What is going on; never part of the result. */
    static void progress(String line) {
        System.err.println(line);
    }

    private PrintStream results() {
        return ((Main) spec.root().userObject()).results();
    }

    /** For programs. */
    final void document(Object value) {
        if (json) {
            try {
                results().println(new ObjectMapper().writeValueAsString(value));
            } catch (JsonProcessingException e) {
                throw new IllegalStateException("a record of ours must be writable as JSON", e);
            }
        }
    }

    /** For people: columns as wide as their widest cell, the header first. */
    final void table(List<List<String>> rows) {
        int[] widths = new int[rows.getFirst().size()];
        for (List<String> row : rows) {
            for (int i = 0; i < widths.length; i++) {
                widths[i] = Math.max(widths[i], row.get(i).length());
            }
        }
        for (List<String> row : rows) {
            StringBuilder line = new StringBuilder("  ");
            for (int i = 0; i < widths.length; i++) {
                line.append(row.get(i)).append(" ".repeat(widths[i] - row.get(i).length() + 2));
            }
            (json ? System.err : results()).println(line.toString().stripTrailing());
        }
    }
}
