package io.mirstream.standalone.cli;

import io.mirstream.standalone.home.Failure;
import io.mirstream.standalone.home.Home;
import io.mirstream.standalone.stack.Distribution;
import io.mirstream.standalone.stack.Service;
import io.mirstream.standalone.stack.Stack;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** What all commands have in common. */
@Command(mixinStandardHelpOptions = true, version = "Mirstream 0.1.0")
abstract class HomeCommand implements Callable<Integer> {
    static final int OK = 0;
    static final int FAILED = 1;

    @Option(
            names = "--home",
            paramLabel = "DIR",
            description = "Folder of all state (default: MIRSTREAM_HOME, or .mirstream in the checkout).")
    private Path home;

    @Option(names = "--json", description = "Print one JSON document on stdout; everything else goes to stderr.")
    private boolean json;

    @Option(
            names = "--key",
            paramLabel = "KEY",
            description = "What the services know the caller by, where access is on (default: MIRSTREAM_API_KEY).")
    private String key;

    @Spec
    private CommandSpec spec;

    final Home home() {
        if (home != null) {
            return new Home(home);
        }
        if (parent() != null) {
            return parent().home();
        }
        String fromEnvironment = System.getenv("MIRSTREAM_HOME");
        return fromEnvironment == null || fromEnvironment.isBlank()
                ? new Home(distribution().checkout().resolve(".mirstream"))
                : new Home(Path.of(fromEnvironment));
    }

    final Distribution distribution() {
        return Distribution.find();
    }

    final Stack stack() {
        return new Stack(home(), distribution(), key());
    }

    /** The stack, when all of it runs that is needed. */
    final Stack runningStack() {
        Stack stack = stack();
        for (var process : stack.requiredProcesses()) {
            if (process.handle().isEmpty()) {
                throw new Failure(
                        process.name() + " does not run in " + home().folder() + ": start it with ./mirstream up");
            }
        }
        return stack;
    }

    private Optional<String> key() {
        if (key != null) {
            return Optional.of(key);
        }
        if (parent() != null) {
            return parent().key();
        }
        return Optional.ofNullable(System.getenv("MIRSTREAM_API_KEY")).filter(given -> !given.isBlank());
    }

    final Console console() {
        return new Console(json(), System.out, System.err);
    }

    final boolean json() {
        return json || (parent() != null && parent().json());
    }

    /** Whose options stand before the subcommand's name, and hold for it, too; null when there is none. */
    private HomeCommand parent() {
        return spec.parent() != null && spec.parent().userObject() instanceof HomeCommand parent ? parent : null;
    }

    final CommandSpec spec() {
        return spec;
    }

    static String page(Stack stack) {
        return stack.serviceUrl(Service.QUERY) + "/";
    }
}
