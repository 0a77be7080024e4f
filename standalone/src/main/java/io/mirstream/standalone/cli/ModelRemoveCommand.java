package io.mirstream.standalone.cli;

import io.mirstream.contracts.id.ModelFingerprint;
import io.mirstream.standalone.home.AddedModel;
import io.mirstream.standalone.home.Failure;
import io.mirstream.standalone.home.Home;
import io.mirstream.standalone.stack.Models;
import io.mirstream.standalone.stack.Service;
import io.mirstream.standalone.stack.Stack;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
        name = "remove",
        description = "Stop a model's embed-service, and delete its index. Not those of the live model.")
final class ModelRemoveCommand extends HomeCommand {
    @Parameters(paramLabel = "ID", description = "Its id, or its fingerprint.")
    private String id;

    @Override
    public Integer call() {
        Models.Known removed = home().exclusively(() -> {
            Stack stack = runningStack();
            Models models = new Models(stack);
            Models.Known model = brokenOff(models).orElseGet(() -> models.named(id));
            if (model.isLive()) {
                throw new Failure("MODEL_LIVE: " + model.id() + " is live: promote another one first");
            }
            stop(stack, model);
            models.delete(model.fingerprint());
            forget(model);
            return model;
        });
        console().say("Model " + removed.id() + " (" + removed.fingerprint() + ") is gone.");
        console().document(Map.of("id", removed.id(), "fingerprint", removed.fingerprint()));
        return OK;
    }

    /** One whose indices are gone already, but not all else. */
    private Optional<Models.Known> brokenOff(Models models) {
        Set<ModelFingerprint> indexed =
                models.list().stream().map(Models.Known::fingerprint).collect(Collectors.toSet());
        return home().settings().models().stream()
                .filter(model ->
                        model.id().equals(id) || model.fingerprint().value().equals(id))
                .filter(model -> !indexed.contains(model.fingerprint()))
                .map(model -> new Models.Known(
                        model.id(), model.version(), model.fingerprint(), "removed", 0, 0, Optional.empty()))
                .findFirst();
    }

    private void stop(Stack stack, Models.Known model) {
        added(model).ifPresent(added -> stack.process(added).stop());
        if (isBuiltIn(model)) {
            stack.process(Service.EMBED).stop();
        }
    }

    /** Last, so that a removal that broke off can be repeated. */
    private void forget(Models.Known model) {
        Home.Settings settings = home().settings();
        added(model).ifPresent(added -> home().deleteModel(added.id()));
        home().remember(isBuiltIn(model) ? settings.removingFirst() : settings.without(model.fingerprint()));
    }

    private Optional<AddedModel> added(Models.Known model) {
        return home().settings().models().stream()
                .filter(added -> added.fingerprint().equals(model.fingerprint()))
                .findFirst();
    }

    private static boolean isBuiltIn(Models.Known model) {
        return model.process().filter(Service.EMBED.module()::equals).isPresent();
    }
}
