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
import picocli.CommandLine.ParameterException;

@Command(name = "search", description = "Find series like one, like an image, or by a text.", sortOptions = false)
final class SearchCommand extends HomeCommand {
    /** What the methods call their variants. */
    private static final Map<String, String> VARIANTS =
            Map.of("volume", "pooling", "slice", "ranking", "text", "target");

    @ArgGroup(exclusive = true)
    private Image query = new Image();

    static final class Image {
        @Option(names = "--series", paramLabel = "UID", description = "A series in the index.")
        private String series;

        @Option(
                names = "--image",
                paramLabel = "PATH",
                description = "A folder or zip of one DICOM series, a DICOM file, or NIfTI.")
        private Path file;
    }

    @Option(names = "--text", paramLabel = "TEXT", description = "Words of a report; may stand beside an image.")
    private String text;

    @Option(
            names = "--method",
            paramLabel = "METHOD",
            description = {
                "volume-avg, -max, -median or -std; slice-freq, -max or -sum; late-interaction;",
                "text-report, -volume or -slice; two of them with a comma make one ranking",
                "(default: volume-avg for an image, text for a text, both for both)."
            })
    private String method;

    @Option(names = "--fusion", paramLabel = "HOW", description = "Of two rankings: rrf or interleave (default: rrf).")
    private String fusion;

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

    @Option(names = "--exclude-same-patient", description = "Leave out series of the patient searched with.")
    private boolean excludeSamePatient;

    @Option(names = "--min-score", paramLabel = "SCORE", description = "Leave out series with a smaller score.")
    private Double minScore;

    @Option(
            names = "--diversity",
            paramLabel = "0..1",
            description = "From the most alike (0) to what differs most from each other (1); default: 0.")
    private Double diversity;

    @Option(names = "--explain", description = "Say for each hit which slices match best.")
    private boolean explain;

    @Option(names = "--model", paramLabel = "ID", description = "By this model instead of the live one.")
    private String model;

    @Override
    public Integer call() {
        if (query.series == null && query.file == null && text == null) {
            throw new ParameterException(spec().commandLine(), "give --series, --image or --text");
        }
        Stack stack = runningStack();
        SearchClient client = new SearchClient(stack.serviceUrl(Service.QUERY), stack.key());
        JsonNode result = query.file == null ? client.search(request()) : client.search(request(), query.file);
        print(result);
        console().document(result);
        return OK;
    }

    private ObjectNode request() {
        ObjectNode request = Json.mapper().createObjectNode().put("k", k).put("exact", exact);
        if (query.series != null) {
            request.put("series", query.series);
        }
        if (text != null) {
            request.put("text", text);
        }
        if (method != null) {
            putMethod(request, method.toLowerCase(Locale.ROOT));
        }
        if (fusion != null) {
            request.withObject("/hybrid").put("fusion", fusion);
        }
        if (excludeSamePatient) {
            request.put("excludeSamePatient", true);
        }
        if (minScore != null) {
            request.put("minScore", minScore);
        }
        if (diversity != null) {
            request.put("diversity", diversity);
        }
        if (explain) {
            request.put("explain", true);
        }
        if (model != null) {
            request.put("model", model);
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
        if (name.contains(",")) {
            ArrayNode lists =
                    request.put("method", "hybrid").withObject("/hybrid").putArray("lists");
            for (String list : name.split(",")) {
                lists.add(list.strip());
            }
            return;
        }
        String[] parts = name.split("-", 2);
        boolean variant = parts.length == 2 && VARIANTS.containsKey(parts[0]);
        request.put("method", variant ? parts[0] : name);
        if (variant) {
            request.put(VARIANTS.get(parts[0]), parts[1]);
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
                    explain ? matched(hit.path("explanation")) : labels(hit.path("labels"))));
        }
        console()
                .say(result.path("method").asText() + ", "
                        + result.path("tookMs").asText() + " ms, model "
                        + result.path("model").path("id").asText());
        console()
                .table(
                        List.of(
                                "RANK",
                                "SCORE",
                                "SERIES",
                                "COLLECTION",
                                "BODY PART",
                                "DATE",
                                "SLICES",
                                explain ? "MATCHED" : "LABELS"),
                        rows);
    }

    /** The best pair: the query's slice, the hit's slice, and how alike they are. */
    private static String matched(JsonNode explanation) {
        JsonNode best = explanation.path("pairs").path(0);
        if (best.isMissingNode()) {
            return explanation.path("report").asText("-");
        }
        String ofQuery =
                best.has("query") ? "slice " + best.path("query").path("index").asText() : "text";
        return String.format(
                Locale.ROOT,
                "%s ~ slice %s: %.4f",
                ofQuery,
                best.path("hit").path("index").asText(),
                best.path("similarity").asDouble());
    }

    private static String labels(JsonNode labels) {
        List<String> all = new ArrayList<>();
        labels.properties()
                .forEach(
                        label -> all.add(label.getKey() + "=" + label.getValue().asText()));
        return String.join(" ", all);
    }
}
