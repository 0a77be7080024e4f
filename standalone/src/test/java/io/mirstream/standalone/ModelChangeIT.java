package io.mirstream.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mirstream.contracts.event.StudyEvent;
import io.mirstream.contracts.event.StudyEventType;
import io.mirstream.contracts.event.StudyState;
import io.mirstream.contracts.id.CollectionName;
import io.mirstream.contracts.id.ModelFingerprint;
import io.mirstream.contracts.index.Index;
import io.mirstream.imaging.phantom.PhantomStudy;
import io.mirstream.standalone.stack.Models;
import io.mirstream.standalone.stack.Service;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One model takes over from another and gives back, while searches go on and studies come and go. */
class ModelChangeIT {
    private static final int STUDIES = 12;
    private static final long FIRST_SEED = 501;
    private static final Duration INTERVAL = Duration.ofMillis(50); // 20 queries a second
    private static final String NEXT = "slab-next";
    private static final int KEPT_DAYS = 90;
    private static final CollectionName FIXED = new CollectionName("fixed");
    private static final CollectionName MOVING = new CollectionName("moving");

    @TempDir
    private Path scratch;

    @Test
    void models_change_without_a_failed_query_or_a_mixed_answer() throws IOException, InterruptedException {
        Mirstream mirstream = Mirstream.inFreshHome("model-change"); // no other test meets its models
        try {
            mirstream.up();
            List<PhantomStudy> studies = Studies.phantoms(STUDIES, FIRST_SEED);
            studies.forEach(study -> publish(mirstream, study, FIXED, "fixed"));
            studies.forEach(study -> awaitIndexed(mirstream, study, "fixed"));
            PhantomStudy early = Studies.phantom(FIRST_SEED + STUDIES);
            publish(mirstream, early, MOVING, "early");
            awaitIndexed(mirstream, early, "early");

            Mirstream.Ended added = mirstream.run("model", "add", nextModel().toString(), "--json");
            assertThat(added.exitCode()).as(added.err()).isZero();
            ModelFingerprint next =
                    new ModelFingerprint(added.json().path("fingerprint").asText());
            ModelFingerprint old = live(mirstream);
            awaitAll(mirstream, next);
            assertThat(status(mirstream, early)).as("of the live model").contains(old);

            aModelThatMissesAStudyIsNotPromoted(mirstream, next);

            try (QueryLoad load = new QueryLoad(searches(mirstream), queries(studies))) {
                load.learn(old.value(), next.value());
                assertThat(load.expectedOf(old.value())).isNotEqualTo(load.expectedOf(next.value()));
                load.start(INTERVAL);
                awaitAnswersBy(load, old);
                PhantomStudy late = Studies.phantom(FIRST_SEED + STUDIES + 2);
                publish(mirstream, late, MOVING, "late");

                awaitPromotion(mirstream);
                awaitAnswersBy(load, next);
                mirstream.publish(StudyEventType.RETRACTED, StudyEvent.of(early.studyUid()), "gone");
                awaitIndexed(mirstream, late, "late");
                assertThat(mirstream.awaitEnd(early.studyUid(), "gone").state()).isEqualTo(StudyState.RETRACTED);
                awaitAll(mirstream, old, next);
                run(mirstream, "model", "rollback");
                awaitAnswersBy(load, old);
                load.stop();
                System.out.printf(
                        Locale.ROOT, "%.1f queries a second%n", load.perSecond()); // in the report of the test

                assertThat(load.complaints()).isEmpty();
                assertThat(load.answered()).isEqualTo(load.sent());
                for (ModelFingerprint model : List.of(old, next)) {
                    String series = Index.SERIES.of(model);
                    assertThat(mirstream.documents(MOVING, series))
                            .hasSize(2); // the one that was missed, and the late one
                    assertThat(mirstream
                                    .documents(MOVING, Index.SLICES.of(model))
                                    .keySet())
                            .as("slices of the retracted study")
                            .noneMatch(id -> id.contains(early.seriesUid().value()));
                }
            }

            theLiveModelStaysAndTheBuiltInOneCanGo(mirstream, studies.getFirst());
        } finally {
            mirstream.close();
        }
    }

    private static void aModelThatMissesAStudyIsNotPromoted(Mirstream mirstream, ModelFingerprint next) {
        mirstream
                .stack()
                .process(mirstream.home().settings().models().getFirst())
                .stop();
        PhantomStudy missed = Studies.phantom(FIRST_SEED + STUDIES + 1);
        publish(mirstream, missed, MOVING, "missed");
        awaitIndexed(mirstream, missed, "missed");

        Mirstream.Ended refused = mirstream.run("model", "promote", NEXT);
        assertThat(refused.exitCode()).isEqualTo(1);
        assertThat(refused.err()).contains("MODEL_INCOMPLETE", "does not hold 1 series");

        mirstream.stack().process(Service.INGEST).stop();
        mirstream.up(); // with the added model
        awaitAll(mirstream, next);
    }

    private static void theLiveModelStaysAndTheBuiltInOneCanGo(Mirstream mirstream, PhantomStudy study) {
        assertThat(mirstream.run("model", "remove", "builtin-slab").err()).contains("MODEL_LIVE");
        awaitPromotion(mirstream);

        run(mirstream, "model", "remove", "builtin-slab");
        assertThat(mirstream.home().settings().runsFirst()).isFalse();
        assertOnlyNextIsLeft(mirstream);

        run(mirstream, "up", "--keep-requests", Integer.toString(KEPT_DAYS));
        assertOnlyNextIsLeft(mirstream);
        assertThat(mirstream
                        .run("model", "list", "--json")
                        .json()
                        .at("/requests/retentionMs")
                        .asLong())
                .isEqualTo(Duration.ofDays(KEPT_DAYS).toMillis());
        assertThat(mirstream
                        .search("{\"text\":\"CT of " + study.name() + "\",\"k\":1}")
                        .at("/model/id"))
                .hasToString("\"" + NEXT + "\"");
    }

    private static void assertOnlyNextIsLeft(Mirstream mirstream) {
        assertThat(new Models(mirstream.stack()).list()).singleElement().satisfies(model -> {
            assertThat(model.id()).isEqualTo(NEXT);
            assertThat(model.isLive()).isTrue();
        });
        assertThat(mirstream.stack().process(Service.EMBED).handle()).isEmpty();
        assertThat(mirstream.stack().processes())
                .allMatch(process -> process.handle().isPresent());
    }

    /** The built-in one with coarser pixels. */
    private Path nextModel() throws IOException {
        Path built = Mirstream.builtInModel();
        Path folder = Files.createDirectory(scratch.resolve("next"));
        try (Stream<Path> files = Files.list(built)) {
            for (Path file : files.toList()) {
                Files.copy(file, folder.resolve(file.getFileName().toString()));
            }
        }
        Path manifest = folder.resolve("manifest.yaml");
        String text = Files.readString(manifest);
        Files.writeString(
                manifest,
                text.replaceFirst("(?m)^id: .*$", "id: " + NEXT)
                        .replaceFirst("spacingMm: \\[[^]]*\\]", "spacingMm: [4, 4, 5]"));
        return folder;
    }

    private static void publish(Mirstream mirstream, PhantomStudy study, CollectionName collection, String eventId) {
        Path location = Studies.write(study, mirstream.folder(collection.value()));
        StudyEvent event = new StudyEvent(
                study.studyUid(),
                Optional.of(location.toUri()),
                List.of(),
                Optional.empty(),
                collection,
                Optional.of("CT of " + study.name()),
                null,
                Optional.empty());
        mirstream.publish(StudyEventType.ARRIVED, event, eventId);
    }

    private static void awaitIndexed(Mirstream mirstream, PhantomStudy study, String eventId) {
        assertThat(mirstream.awaitEnd(study.studyUid(), eventId).state()).isEqualTo(StudyState.INDEXED);
    }

    private static Optional<ModelFingerprint> status(Mirstream mirstream, PhantomStudy study) {
        return mirstream.status(study.studyUid()).orElseThrow().model();
    }

    private static ModelFingerprint live(Mirstream mirstream) {
        return new Models(mirstream.stack())
                .list().stream()
                        .filter(Models.Known::isLive)
                        .findFirst()
                        .orElseThrow()
                        .fingerprint();
    }

    /** Until the models have nothing left to do, and hold as many series as the live one. */
    private static void awaitAll(Mirstream mirstream, ModelFingerprint... models) {
        await("the models to hold everything")
                .atMost(Mirstream.PATIENCE)
                .pollInterval(Duration.ofMillis(500))
                .until(() -> {
                    List<Models.Known> all = new Models(mirstream.stack()).list();
                    Map<ModelFingerprint, Long> lags = new Models(mirstream.stack()).lags(all);
                    long series = all.stream()
                            .filter(Models.Known::isLive)
                            .mapToLong(Models.Known::series)
                            .sum();
                    return all.stream()
                                    .filter(known -> List.of(models).contains(known.fingerprint()))
                                    .filter(known -> lags.get(known.fingerprint()) == 0 && known.series() == series)
                                    .count()
                            == models.length;
                });
    }

    /** It is refused while the late study is in the live index alone. */
    private static void awaitPromotion(Mirstream mirstream) {
        await().atMost(Duration.ofMinutes(2))
                .until(() -> mirstream.run("model", "promote", NEXT).exitCode() == 0);
    }

    private static void awaitAnswersBy(QueryLoad load, ModelFingerprint model) {
        load.watch();
        await("answers by model " + model)
                .atMost(Mirstream.PATIENCE)
                .pollInterval(Duration.ofMillis(50))
                .until(() -> load.models().contains(model.value()));
    }

    /** Of series by volume and by slices, and of words. */
    private static List<String> queries(List<PhantomStudy> studies) {
        String filters = "\"k\":5,\"filters\":{\"collections\":[\"" + FIXED + "\"]}}";
        List<String> queries = new ArrayList<>();
        for (int i = 0; i < studies.size(); i++) {
            String series = "{\"series\":\"" + studies.get(i).seriesUid() + "\",";
            queries.add(
                    switch (i % 4) {
                        case 0 -> "{\"text\":\"CT of " + studies.get(i).name() + "\"," + filters;
                        case 1 -> series + "\"method\":\"slice\"," + filters;
                        default -> series + filters;
                    });
        }
        return queries;
    }

    private static String searches(Mirstream mirstream) {
        return mirstream.stack().serviceUrl(Service.QUERY) + "/v1/search";
    }

    private static void run(Mirstream mirstream, String... arguments) {
        Mirstream.Ended ended = mirstream.run(arguments);
        assertThat(ended.exitCode()).as(ended.err()).isZero();
    }
}
