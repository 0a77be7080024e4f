package io.mirstream.bench.embed;

import io.mirstream.standalone.home.Failure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * What a process has used of the machine until now (proc(5)).
 *
 * @param seconds of processor time, of all its threads that there ever were
 * @param byThread the same of those that there are now, by their name without its number
 * @param residentBytes now
 * @param peakBytes resident, at most
 */
public record ProcessUsage(double seconds, Map<String, Double> byThread, long residentBytes, long peakBytes) {
    /** USER_HZ, which is 100 on every architecture that Java runs on. */
    private static final double TICKS_PER_SECOND = 100;

    private static final int USER_TIME = 11;
    private static final int SYSTEM_TIME = 12;
    private static final int KIB = 1024;

    public static ProcessUsage of(long pid) {
        Path process = Path.of("/proc", Long.toString(pid));
        try (Stream<Path> tasks = Files.list(process.resolve("task"))) {
            Map<String, Double> byThread = new HashMap<>();
            for (Path task : tasks.toList()) {
                addThread(task.resolve("stat"), byThread);
            }
            List<String> status = Files.readAllLines(process.resolve("status"));
            return new ProcessUsage(
                    seconds(Files.readString(process.resolve("stat"))),
                    byThread,
                    bytes(status, "VmRSS:"),
                    bytes(status, "VmHWM:"));
        } catch (IOException e) {
            throw new Failure("cannot see what process " + pid + " uses: " + e.getMessage(), e);
        }
    }

    private static void addThread(Path stat, Map<String, Double> byThread) throws IOException {
        try {
            String line = Files.readString(stat);
            String name = line.substring(line.indexOf('(') + 1, line.lastIndexOf(')'));
            byThread.merge(name.replaceAll("-?\\d*$", ""), seconds(line), Double::sum);
        } catch (NoSuchFileException e) {
            // the thread has ended meanwhile
        }
    }

    private static double seconds(String stat) {
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
        return (Long.parseLong(fields[USER_TIME]) + Long.parseLong(fields[SYSTEM_TIME])) / TICKS_PER_SECOND;
    }

    private static long bytes(List<String> status, String name) {
        return status.stream()
                .filter(line -> line.startsWith(name))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) * KIB)
                .findFirst()
                .orElse(0);
    }

    /** Processor time of the JIT compilers since an earlier look. */
    public double compilersSince(ProcessUsage earlier) {
        return since(earlier, "C1 CompilerThre") + since(earlier, "C2 CompilerThre");
    }

    /** Processor time since an earlier look, of threads of a name. */
    double since(ProcessUsage earlier, String thread) {
        return byThread.getOrDefault(thread, 0.0) - earlier.byThread.getOrDefault(thread, 0.0);
    }
}
