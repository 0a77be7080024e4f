package io.mirstream.standalone.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.mirstream.contracts.id.ModelFingerprint;
import io.mirstream.contracts.json.Json;
import io.mirstream.standalone.home.AddedModel;
import io.mirstream.standalone.home.Failure;
import io.mirstream.standalone.home.Home;
import io.mirstream.standalone.home.Ports;
import io.mirstream.standalone.process.ManagedProcess;
import io.mirstream.standalone.stack.Loopback;
import io.mirstream.standalone.stack.Models;
import io.mirstream.standalone.stack.Service;
import io.mirstream.standalone.stack.Stack;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
        name = "add",
        description =
                "Check a model's folder, copy it into this home, and let it embed all studies beside the live model.")
final class ModelAddCommand extends HomeCommand {
    /** Names a folder and a process. */
    private static final Pattern ID = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");

    @Parameters(paramLabel = "DIR", description = "Where its manifest.yaml lies.")
    private Path folder;

    @Override
    public Integer call() {
        JsonNode checked = checked();
        ModelFingerprint fingerprint =
                new ModelFingerprint(checked.path("fingerprint").asText());
        AddedModel model = home().exclusively(() -> {
            Stack stack = runningStack();
            AddedModel added = new AddedModel(
                    checked.path("id").asText(), checked.path("version").asText(), fingerprint, freeSlot());
            requireNew(stack, added);
            home().deleteModel(added.id()); // what an attempt left that broke off
            copy(folder.toAbsolutePath(), home().model(added.id()));
            home().remember(home().settings().with(added));
            startOrForget(stack, added);
            return added;
        });
        console()
                .say("Model " + model.id() + " " + model.version() + " (" + fingerprint + ") embeds what there is: see"
                        + " ./mirstream model list; then ./mirstream model promote " + model.id());
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("id", model.id());
        document.put("version", model.version());
        document.put("fingerprint", fingerprint.value());
        document.put("url", stack().url(model));
        console().document(document);
        return OK;
    }

    private JsonNode checked() {
        List<String> arguments = List.of(folder.toAbsolutePath().toString(), "--json");
        try {
            Process check = new ProcessBuilder(
                            distribution().program(Service.EMBED, ModelCommand.CheckCommand.PROGRAM, arguments))
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            JsonNode said = Json.mapper().readTree(check.getInputStream());
            if (check.waitFor() != OK) {
                throw new Failure(
                        said.path("code").asText() + ": " + said.path("reason").asText());
            }
            return said;
        } catch (IOException e) {
            throw new Failure("the check cannot be run: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Failure("interrupted", e);
        }
    }

    private int freeSlot() {
        Home.Settings settings = home().settings();
        return IntStream.range(0, Ports.MODEL_SLOTS)
                .filter(slot -> settings.models().stream().noneMatch(model -> model.slot() == slot))
                .filter(slot -> ManagedProcess.isFree(settings.ports().model(slot)))
                .findFirst()
                .orElseThrow(() -> new Failure("there is no free port for another model, of " + Ports.MODEL_SLOTS
                        + ": remove one that is not needed any more"));
    }

    private void requireNew(Stack stack, AddedModel model) {
        if (!ID.matcher(model.id()).matches()) {
            throw new Failure(
                    "the id of the manifest names a folder here: letters, digits, '.', '_' and '-', up to 64");
        }
        for (Models.Known known : new Models(stack).list()) {
            if (known.fingerprint().equals(model.fingerprint())
                    && known.process().isPresent()) {
                throw new Failure("this very model runs here already, as " + known.id());
            }
        }
        if (home().settings().models().stream().anyMatch(added -> added.id().equals(model.id()))) {
            throw new Failure("a model with the id " + model.id()
                    + " was added before: remove it first, or give this one another id in its manifest");
        }
    }

    private static void copy(Path from, Path to) {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.sorted().toList()) {
                Path copy = to.resolve(from.relativize(file).toString());
                if (Files.isDirectory(file)) {
                    Files.createDirectories(copy);
                } else {
                    Files.copy(file, copy);
                }
            }
        } catch (IOException e) {
            throw new Failure("cannot copy " + from + " to " + to + ": " + e.getMessage(), e);
        }
    }

    private void startOrForget(Stack stack, AddedModel model) {
        try {
            stack.start(model);
            stack.awaitReady(model);
            register(stack, model);
        } catch (Failure e) {
            stack.process(model).stop();
            home().remember(home().settings().without(model.fingerprint()));
            home().deleteModel(model.id());
            throw e;
        }
    }

    private static void register(Stack stack, AddedModel model) {
        try {
            new Models(stack)
                    .register(Json.mapper()
                            .readTree(Loopback.get(stack.url(model) + "/v1/model", stack.key())
                                    .body()));
        } catch (IOException e) {
            throw new Failure("the new embed-service does not answer: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Failure("interrupted", e);
        }
    }
}
