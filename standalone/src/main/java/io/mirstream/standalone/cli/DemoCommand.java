package io.mirstream.standalone.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mirstream.contracts.event.StudyEvent;
import io.mirstream.contracts.event.StudyState;
import io.mirstream.contracts.id.CollectionName;
import io.mirstream.contracts.json.Json;
import io.mirstream.imaging.phantom.PhantomStudy;
import io.mirstream.standalone.demo.DemoBenchmark;
import io.mirstream.standalone.demo.DemoStudies;
import io.mirstream.standalone.demo.Precision;
import io.mirstream.standalone.home.Failure;
import io.mirstream.standalone.home.Home;
import io.mirstream.standalone.stack.Service;
import io.mirstream.standalone.stack.Stack;
import io.mirstream.standalone.study.SearchClient;
import io.mirstream.standalone.study.StudyChannel;
import io.mirstream.standalone.study.Submission;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Command;

@Command(
        name = "demo",
        description = "Start everything, send phantom studies through the topic, search them, and leave it running.")
final class DemoCommand extends HomeCommand {
    private static final Duration PATIENCE = Duration.ofMinutes(10);
    private static final List<String> METHODS = List.of("volume-avg", "slice-freq", "slice-max", "slice-sum");
    private static final int HITS = 5;
    private static final int SHOWN_QUERIES = 8;

    /** Of the queries by the first method, this share must have a neighbour of the same anatomy among the first three. */
    private static final double REQUIRED_SHARE = 0.9;

    @Override
    public Integer call() {
        Home home = home();
        Stack stack = home.exclusively(() -> {
            if (!home.exists()) {
                home.remember(home.settings());
            }
            Stack started = stack();
            started.up(console()::progress);
            return started;
        });
        DemoStudies studies = new DemoStudies(home);
        console().progress("making " + studies.all().size() + " phantom studies");
        studies.writeMissing();
        int sent = ingest(stack, studies);
        console().say("");
        console()
                .say(studies.all().size() + " studies are indexed in collection " + DemoStudies.COLLECTION + ", " + sent
                        + " of them sent now.");
        List<Precision> benchmark = search(new SearchClient(stack.serviceUrl(Service.QUERY), stack.key()), studies);
        print(benchmark);
        DemoBenchmark replay = new DemoBenchmark(home, distribution(), stack, console()::progress);
        JsonNode report = replay.report();
        print(report, replay.page(report));
        console().say("");
        console().say("Search page:  " + page(stack));
        console().say("Query API:    " + stack.serviceUrl(Service.QUERY) + "/q/swagger-ui");
        console().say("Stop it with: ./mirstream down");
        Map<String, Object> document = document(stack, sent, benchmark);
        document.put("report", replay.page(report).toString());
        console().document(document);
        Precision shown = benchmark.getFirst();
        if (shown.queriesWithHitWithin(3) < REQUIRED_SHARE * shown.queries()) {
            throw new Failure(shown.method() + " finds too few neighbours of the same anatomy");
        }
        return OK;
    }

    private int ingest(Stack stack, DemoStudies studies) {
        try (StudyChannel channel = new StudyChannel(stack)) {
            List<Submission> submissions = new ArrayList<>();
            for (PhantomStudy study : studies.all()) {
                submissions.add(channel.submit(event(study, studies), studies.location(study), false));
            }
            ProgressBar progress = new ProgressBar(console());
            List<Submission> done = channel.follow(submissions, PATIENCE, progress::show);
            progress.end();
            for (Submission submission : done) {
                if (submission
                        .status()
                        .filter(status -> status.state() == StudyState.INDEXED)
                        .isEmpty()) {
                    new SubmissionReport(done).print(console());
                    throw new Failure("not every study was indexed");
                }
            }
            return (int) done.stream().filter(Submission::sent).count();
        }
    }

    private static StudyEvent event(PhantomStudy study, DemoStudies studies) {
        return new StudyEvent(
                study.studyUid(),
                Optional.of(studies.location(study).toUri()),
                List.of(),
                Optional.empty(),
                new CollectionName(DemoStudies.COLLECTION),
                Optional.of(study.report()),
                study.labels(),
                Optional.empty());
    }

    // --- searches

    private List<Precision> search(SearchClient client, DemoStudies studies) {
        List<Precision> benchmark = new ArrayList<>();
        for (String method : METHODS) {
            Precision precision = new Precision(method);
            List<List<String>> shown = new ArrayList<>();
            for (PhantomStudy study : studies.all()) {
                String anatomy = study.labels().get("anatomy");
                JsonNode result = client.search(request(study, method));
                List<Boolean> relevant = new ArrayList<>();
                List<String> row = new ArrayList<>(List.of(study.name()));
                for (JsonNode hit : result.path("hits")) {
                    String found = hit.path("labels").path("anatomy").asText();
                    relevant.add(found.equals(anatomy));
                    row.add(String.format(
                            Locale.ROOT, "%s %.3f", found, hit.path("score").asDouble()));
                }
                precision.add(relevant, result.path("tookMs").asLong());
                shown.add(row.subList(0, Math.min(row.size(), 4)));
            }
            if (benchmark.isEmpty()) {
                console().say("");
                console().say("Neighbours of some of them (" + method + "):");
                console().table(List.of("QUERY", "FIRST", "SECOND", "THIRD"), shown.subList(0, SHOWN_QUERIES));
            }
            benchmark.add(precision);
        }
        return benchmark;
    }

    private static ObjectNode request(PhantomStudy study, String method) {
        String[] parts = method.split("-", 2);
        ObjectNode request = Json.mapper()
                .createObjectNode()
                .put("series", study.seriesUid().value())
                .put("method", parts[0])
                .put(parts[0].equals("slice") ? "ranking" : "pooling", parts[1])
                .put("k", HITS);
        request.putObject("filters").putArray("collections").add(DemoStudies.COLLECTION);
        return request;
    }

    private void print(List<Precision> benchmark) {
        console().say("");
        console()
                .say("Each of the " + benchmark.getFirst().queries()
                        + " as the query, relevant when the anatomy is the same:");
        List<List<String>> rows = new ArrayList<>();
        for (Precision precision : benchmark) {
            rows.add(List.of(
                    precision.method(),
                    share(precision.at(1)),
                    share(precision.at(3)),
                    share(precision.at(5)),
                    precision.queriesWithHitWithin(3) + " of " + precision.queries(),
                    String.format(Locale.ROOT, "%.0f ms", precision.meanTookMs())));
        }
        console().table(List.of("METHOD", "P@1", "P@3", "P@5", "HIT IN FIRST 3", "MEAN TIME"), rows);
    }

    private void print(JsonNode report, Path page) {
        console().say("");
        console()
                .say("The 3D-MIR benchmark with phantoms, replayed through the same topics, precision of the first 3:");
        console()
                .table(
                        List.of("ORGAN", "METHOD", "STAGE, QUERIES WITH A LESION", "FLAG, ALL QUERIES"),
                        DemoBenchmark.rows(report));
        console().say("Its report:   " + page.toUri());
    }

    private static String share(double value) {
        return String.format(Locale.ROOT, "%.3f", value);
    }

    private static Map<String, Object> document(Stack stack, int sent, List<Precision> benchmark) {
        List<Map<String, Object>> methods = new ArrayList<>();
        for (Precision precision : benchmark) {
            Map<String, Object> method = new LinkedHashMap<>();
            method.put("method", precision.method());
            method.put("queries", precision.queries());
            method.put("p@1", precision.at(1));
            method.put("p@3", precision.at(3));
            method.put("p@5", precision.at(5));
            method.put("queriesWithHitWithin3", precision.queriesWithHitWithin(3));
            methods.add(method);
        }
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("url", page(stack));
        document.put("sent", sent);
        document.put("methods", methods);
        return document;
    }
}
