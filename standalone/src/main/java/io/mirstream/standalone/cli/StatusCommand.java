package io.mirstream.standalone.cli;

import io.mirstream.standalone.process.ManagedProcess;
import io.mirstream.standalone.stack.Observation;
import io.mirstream.standalone.stack.Stack;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;

@Command(name = "status", description = "Show processes, ports, the model, topics, lag and collections.")
final class StatusCommand extends HomeCommand {
    @Override
    public Integer call() {
        Stack stack = stack();
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("home", home().folder().toString());
        List<Map<String, Object>> processes = new ArrayList<>();
        boolean allRun = true;
        for (ManagedProcess process : stack.processes()) {
            Map<String, Object> entry = new LinkedHashMap<>();
            entry.put("name", process.name());
            entry.put("state", state(process));
            entry.put("pid", process.handle().map(ProcessHandle::pid).orElse(null));
            entry.put("ports", stack.portsOf(process.name()));
            entry.put("log", home().log(process.name()).toString());
            processes.add(entry);
            allRun &= process.handle().isPresent();
        }
        document.put("processes", processes);
        console().say(home().folder().toString());
        console()
                .table(
                        List.of("PROCESS", "STATE", "PID", "PORTS", "LOG"),
                        processes.stream()
                                .map(process -> process.values().stream()
                                        .map(value -> value == null ? "-" : value.toString())
                                        .toList())
                                .map(row -> List.of(row.get(0), row.get(1), row.get(2), row.get(3), row.get(4)))
                                .toList());
        if (allRun) {
            Observation observation = Observation.of(stack);
            document.putAll(observation.asMap());
            observation.print(console()::say);
        }
        console().document(document);
        return allRun ? OK : FAILED;
    }

    private static String state(ManagedProcess process) {
        if (process.handle().isPresent()) {
            return "running";
        }
        return process.hasDied() ? "died" : "stopped";
    }
}
