package io.mirstream.standalone.cli;

import io.mirstream.contracts.id.ModelFingerprint;
import io.mirstream.standalone.stack.Models;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;

@Command(name = "list", description = "Show the models of this home, which is live, and how far each one's index is.")
final class ModelListCommand extends HomeCommand {
    @Override
    public Integer call() {
        Models models = new Models(runningStack());
        List<Models.Known> known = models.list();
        Map<ModelFingerprint, Long> lags = models.lags(known);
        Models.Requests requests = models.requests();
        console()
                .table(
                        List.of("MODEL", "VERSION", "FINGERPRINT", "ROLE", "SERIES", "SLICES", "LAG", "PROCESS"),
                        known.stream()
                                .map(model -> row(model, lags.get(model.fingerprint())))
                                .toList());
        console()
                .say("Requests are kept for " + kept(requests) + oldest(requests)
                        + ". A model that is added begins with the oldest.");
        console()
                .document(Map.of(
                        "models",
                        known.stream()
                                .map(model -> document(model, lags.get(model.fingerprint())))
                                .toList(),
                        "requests",
                        document(requests)));
        return OK;
    }

    private static List<String> row(Models.Known model, long lag) {
        return List.of(
                model.id(),
                model.version(),
                model.fingerprint().value(),
                model.role(),
                Long.toString(model.series()),
                Long.toString(model.slices()),
                Long.toString(lag),
                model.process().orElse("-"));
    }

    private static Map<String, Object> document(Models.Known model, long lag) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("id", model.id());
        document.put("version", model.version());
        document.put("fingerprint", model.fingerprint());
        document.put("role", model.role());
        document.put("series", model.series());
        document.put("slices", model.slices());
        document.put("lag", lag);
        document.put("process", model.process());
        return document;
    }

    private static String kept(Models.Requests requests) {
        return requests.retentionMs() < 0
                ? "ever"
                : Duration.ofMillis(requests.retentionMs()).toDays() + " days";
    }

    private static String oldest(Models.Requests requests) {
        return requests.oldest().map(time -> "; the oldest is of " + time).orElse("; there is none");
    }

    private static Map<String, Object> document(Models.Requests requests) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("retentionMs", requests.retentionMs());
        document.put("oldest", requests.oldest().map(Object::toString).orElse(null));
        return document;
    }
}
