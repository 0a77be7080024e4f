package io.mirstream.bench;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Where the sources lie and were built; the launcher says it. */
record Checkout(Path folder) {
    static Checkout find() {
        String folder = System.getProperty("mirstream.checkout");
        if (folder == null) {
            throw new Failure("start it with ./mirstream, which knows where everything is");
        }
        return new Checkout(Path.of(folder));
    }

    /** A command that runs a class of imaging's tests, with the fuzzer on its class path. */
    List<String> java(List<String> options, String mainClass, List<String> arguments) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(options);
        command.add("-cp");
        command.add(String.join(
                ":",
                folder.resolve("imaging/target/test-classes").toString(),
                folder.resolve("imaging/target/classes").toString(),
                folder.resolve("contracts/target/classes").toString(),
                folder.resolve("imaging-bench/target/dist/lib").resolve("*").toString()));
        command.add(mainClass);
        command.addAll(arguments);
        return command;
    }
}
