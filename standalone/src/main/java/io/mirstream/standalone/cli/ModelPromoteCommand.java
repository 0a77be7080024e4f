package io.mirstream.standalone.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.mirstream.standalone.stack.Models;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "promote",
        description = "Search by this model from now on. The one before keeps its index, for a rollback.")
final class ModelPromoteCommand extends HomeCommand {
    @Parameters(paramLabel = "ID", description = "Its id, or its fingerprint.")
    private String id;

    @Option(names = "--force", description = "Though its index does not hold all that the live one holds.")
    private boolean force;

    @Override
    public Integer call() {
        Models models = new Models(runningStack());
        JsonNode promotion = models.promote(models.named(id).fingerprint(), force);
        say(console(), promotion);
        return OK;
    }

    static void say(Console console, JsonNode promotion) {
        long missing = promotion.path("missing").asLong();
        console.say("Searches go to model " + promotion.path("live").asText() + " now"
                + (missing == 0 ? "." : "; it lacks " + missing + " series of the one before."));
        console.document(promotion);
    }
}
