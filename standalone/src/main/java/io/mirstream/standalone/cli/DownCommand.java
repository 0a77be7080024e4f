package io.mirstream.standalone.cli;

import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;

@Command(name = "down", description = "Stop everything that was started in this home. The data stays.")
final class DownCommand extends HomeCommand {
    @Override
    public Integer call() {
        List<String> stopped = home().exclusively(() -> stack().down());
        console().say(stopped.isEmpty() ? "Nothing was running." : "Stopped " + String.join(", ", stopped) + ".");
        console().document(Map.of("stopped", stopped));
        return OK;
    }
}
