package io.mirstream.standalone.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mirstream.contracts.json.Json;
import io.mirstream.standalone.stack.Service;
import io.mirstream.standalone.stack.Stack;
import io.mirstream.standalone.study.SearchClient;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(name = "search", description = "Find series like one, like an image, or by a text.", sortOptions = false)
final class SearchCommand extends HomeCommand {
    @ArgGroup(exclusive = true, multiplicity = "1")
    private Query query;

    private static final class Query {
        @Option(names = "--series", paramLabel = "UID", description = "A series in the index.")
        private String series;

        @Option(
                names = "--image",
                paramLabel = "PATH",
                description = "A folder or zip of one DICOM series, a DICOM file, or NIfTI.")
        private Path image;

        @Option(names = "--text", paramLabel = "TEXT", description = "Words of a report.")
        private String text;
    }

    @Option(
            names = "--method",
            paramLabel = "METHOD",
            description = "volume-avg, -max, -median or -std; slice-freq, -max or -sum; text (default: volume-avg).")
    private String method;

    @Option(
            names = {"-k", "--k"},
            paramLabel = "N",
            description = "How many series to find (default: 10).")
    private int k = 10;

    @Option(names = "--collection", paramLabel = "NAME", description = "Only of these collections.")
    private List<String> collections = List.of();

    @Option(names = "--modality", paramLabel = "CODE", description = "Only of these modalities.")
    private List<String> modalities = List.of();

    @Option(names = "--body-part", paramLabel = "PART", description = "Only of these body parts.")
    private List<String> bodyParts = List.of();

    @Option(names = "--from", paramLabel = "DATE", description = "Only studies of this day or later (2024-12-31).")
    private String from;

    @Option(names = "--to", paramLabel = "DATE", description = "Only studies of this day or earlier.")
    private String to;

    @Option(names = "--label", paramLabel = "NAME=VALUE", description = "Only with this label.")
    private Map<String, String> labels = Map.of();

    @Option(names = "--exact", description = "Compare every vector, however many there are.")
    private boolean exact;

    @Override
    public Integer call() {
        Stack stack = runningStack();
        SearchClient client = new SearchClient(stack.serviceUrl(Service.QUERY), stack.key());
        JsonNode result = query.image == null ? client.search(request()) : client.search(request(), query.image);
        print(result);
        console().document(result);
        return OK;
    }

    private ObjectNode request() {
        ObjectNode request = Json.mapper().createObjectNode().put("k", k).put("exact", exact);
        if (query.series != null) {
            request.put("series", query.series);
        }
        if (query.text != null) {
            request.put("text", query.text);
        }
        if (method != null) {
            putMethod(request, method.toLowerCase(Locale.ROOT));
        }
        ObjectNode filters = request.putObject("filters");
        put(filters, "collections", collections);
        put(filters, "modalities", modalities);
        put(filters, "bodyParts", bodyParts);
        ObjectNode dates = filters.putObject("dates");
        if (from != null) {
            dates.put("from", from);
        }
        if (to != null) {
            dates.put("to", to);
        }
        ObjectNode labelled = filters.putObject("labels");
        labels.forEach(labelled::put);
        return request;
    }

    /** As results name them: method and variant. What is no method is the query-service's to refuse. */
    private static void putMethod(ObjectNode request, String name) {
        String[] parts = name.split("-", 2);
        request.put("method", parts[0]);
        if (parts.length == 2) {
            request.put(parts[0].equals("slice") ? "ranking" : "pooling", parts[1]);
        }
    }

    private static void put(ObjectNode filters, String name, List<String> values) {
        ArrayNode list = filters.putArray(name);
        values.forEach(list::add);
    }

    private void print(JsonNode result) {
        List<List<String>> rows = new ArrayList<>();
        for (JsonNode hit : result.path("hits")) {
            rows.add(List.of(
                    hit.path("rank").asText(),
                    String.format(Locale.ROOT, "%.4f", hit.path("score").asDouble()),
                    hit.path("seriesInstanceUid").asText(),
                    hit.path("collection").asText(),
                    hit.path("bodyPart").asText("-"),
                    hit.path("studyDate").asText("-"),
                    hit.path("slices").asText(),
                    labels(hit.path("labels"))));
        }
        console()
                .say(result.path("method").asText() + ", "
                        + result.path("tookMs").asText() + " ms, model "
                        + result.path("model").path("id").asText());
        console()
                .table(List.of("RANK", "SCORE", "SERIES", "COLLECTION", "BODY PART", "DATE", "SLICES", "LABELS"), rows);
    }

    private static String labels(JsonNode labels) {
        List<String> all = new ArrayList<>();
        labels.properties()
                .forEach(
                        label -> all.add(label.getKey() + "=" + label.getValue().asText()));
        return String.join(" ", all);
    }
}
