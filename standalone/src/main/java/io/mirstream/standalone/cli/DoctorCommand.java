package io.mirstream.standalone.cli;

import com.sun.management.OperatingSystemMXBean;
import io.mirstream.standalone.home.Failure;
import io.mirstream.standalone.home.Home;
import io.mirstream.standalone.process.ManagedProcess;
import io.mirstream.standalone.stack.Service;
import io.mirstream.standalone.stack.Stack;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;

@Command(name = "doctor", description = "Check whether this machine can run it, and say what to do if not.")
final class DoctorCommand extends HomeCommand {
    /** Broker, node and services at their heap limits, and room for their native memory. */
    private static final long NEEDED_MEMORY = 4L << 30;

    /** OpenSearch stops writing on a full disk. */
    private static final long NEEDED_DISK = 2L << 30;

    private static final int REQUIRED_JDK = 25;

    /** @param advice empty when all is well */
    private record Check(String name, boolean passed, String finding, String advice) {}

    @Override
    public Integer call() {
        List<Check> checks = new ArrayList<>(List.of(jdk(), memory(), disk(), programs(), built()));
        checks.addAll(processes());
        List<Map<String, Object>> document = new ArrayList<>();
        for (Check check : checks) {
            console()
                    .say((check.passed() ? "  ok      " : "  PROBLEM ") + check.name() + ": " + check.finding()
                            + (check.passed() ? "" : ". " + check.advice()));
            Map<String, Object> entry = new LinkedHashMap<>();
            entry.put("check", check.name());
            entry.put("passed", check.passed());
            entry.put("finding", check.finding());
            entry.put("advice", check.passed() ? "" : check.advice());
            document.add(entry);
        }
        boolean healthy = checks.stream().allMatch(Check::passed);
        console().document(Map.of("healthy", healthy, "checks", document));
        return healthy ? OK : FAILED;
    }

    private static Check jdk() {
        int version = Runtime.version().feature();
        return new Check("JDK", version >= REQUIRED_JDK, "version " + version, "Install JDK 25 and set JAVA_HOME");
    }

    private static Check memory() {
        OperatingSystemMXBean system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        long total = system.getTotalMemorySize();
        return new Check(
                "memory",
                total >= NEEDED_MEMORY,
                (total >> 20) + " MiB",
                "4 GiB are needed for all processes together");
    }

    private Check disk() {
        Path folder = home().folder();
        while (!Files.exists(folder)) {
            folder = folder.getParent();
        }
        try {
            long free = Files.getFileStore(folder).getUsableSpace();
            boolean writable = Files.isWritable(folder);
            return new Check(
                    "disk",
                    free >= NEEDED_DISK && writable,
                    (free >> 20) + " MiB free at " + folder + (writable ? "" : ", not writable"),
                    "Free 2 GiB, or choose another folder with --home");
        } catch (IOException e) {
            return new Check("disk", false, e.getMessage(), "Choose another folder with --home");
        }
    }

    private static Check programs() {
        List<String> missing = new ArrayList<>();
        for (String program : List.of("setsid", "setpriv")) {
            boolean found = List.of(System.getenv().getOrDefault("PATH", "").split(":")).stream()
                    .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
            if (!found) {
                missing.add(program);
            }
        }
        return new Check(
                "programs",
                missing.isEmpty(),
                missing.isEmpty() ? "setsid, setpriv" : "missing: " + String.join(", ", missing),
                "Install util-linux");
    }

    private Check built() {
        try {
            List<Path> parts =
                    new ArrayList<>(List.of(distribution().lib(), distribution().openSearch()));
            for (Service service : Service.values()) {
                parts.add(distribution().service(service));
            }
            return new Check("build", true, parts.size() + " parts are there", "");
        } catch (Failure e) {
            return new Check("build", false, e.getMessage(), "Build with ./mirstream up");
        }
    }

    private List<Check> processes() {
        Home home = home();
        Stack stack = stack();
        List<Check> checks = new ArrayList<>();
        for (ManagedProcess process : stack.processes()) {
            String name = process.name();
            if (process.handle().isPresent()) {
                checks.add(new Check(
                        name, true, "running, pid " + process.handle().get().pid(), ""));
            } else if (process.hasDied()) {
                checks.add(new Check(name, false, "died by itself", "See " + home.log(name) + ", then ./mirstream up"));
            } else {
                List<Integer> taken = stack.portsOf(name).stream()
                        .filter(port -> !ManagedProcess.isFree(port))
                        .toList();
                checks.add(new Check(
                        name,
                        taken.isEmpty(),
                        taken.isEmpty() ? "stopped, its ports are free" : "stopped, and ports are taken: " + taken,
                        "Stop what uses them, or choose others with ./mirstream up --port-base"));
            }
        }
        return checks;
    }
}
