package io.mirstream.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.mirstream.contracts.event.StudyEvent;
import io.mirstream.contracts.event.StudyEventType;
import io.mirstream.contracts.event.StudyState;
import io.mirstream.contracts.id.CollectionName;
import io.mirstream.eval.dataset.phantom.PhantomBenchmark;
import io.mirstream.eval.dataset.phantom.PhantomSize;
import io.mirstream.imaging.phantom.PhantomStudy;
import io.mirstream.standalone.stack.Service;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** From the labels and reports of collections to a model by which words find images, and its comparison with the base. */
@ExtendWith(RunningStack.class)
class FinetuneIT {
    private static final List<CollectionName> COLLECTIONS =
            List.of(new CollectionName("learning"), new CollectionName("learning-more"));
    private static final String ID = "learned-here";
    private static final long FIRST_SEED = 5_400;

    /** Six of each anatomy. */
    private static final int STUDIES = 24;

    private static final long DATASET_SEED = 8_101;

    private static final String EVENT = "to learn from";

    @TempDir
    private Path folder;

    @Test
    void words_find_images_by_a_model_that_was_learned_from_labels_and_reports(Mirstream mirstream) throws IOException {
        List<PhantomStudy> studies = Studies.phantoms(STUDIES, FIRST_SEED);
        for (int at = 0; at < studies.size(); at++) {
            publish(mirstream, studies.get(at), COLLECTIONS.get(at % COLLECTIONS.size()));
        }
        assertThat(studies)
                .allSatisfy(study -> assertThat(
                                mirstream.awaitEnd(study.studyUid(), EVENT).state())
                        .isEqualTo(StudyState.INDEXED));
        Path model = folder.resolve("model");

        Mirstream.Ended learned = mirstream.run(
                "finetune",
                "--collection",
                COLLECTIONS.getFirst().value(),
                "--collection",
                COLLECTIONS.getLast().value(),
                "--label",
                "anatomy",
                "--to",
                model.toString(),
                "--id",
                ID,
                "--json");

        assertThat(learned.exitCode()).as(learned.err()).isZero();
        assertThat(learned.json().path("examples").asInt()).isEqualTo(STUDIES);
        assertThat(learned.json().path("classes")).hasSize(4);
        try {
            assertThat(mirstream.run("model", "add", model.toString()).exitCode())
                    .isZero();
            JsonNode found = await("a search by the new model")
                    .atMost(Mirstream.PATIENCE)
                    .pollInterval(Duration.ofMillis(500))
                    .until(() -> search(mirstream), hits -> hits.size() == STUDIES);
            for (int rank = 0; rank < 3; rank++) {
                assertThat(found.path(rank).path("labels").path("anatomy").asText())
                        .isEqualTo("lung");
            }
            assertComparedWithItsBase(mirstream);
        } finally {
            assertThat(mirstream.run("model", "remove", ID).exitCode()).isZero();
        }
        assertThat(mirstream.home().model(ID)).doesNotExist();
        assertThat(mirstream.stack().processes())
                .noneMatch(process -> process.name().contains(ID));
    }

    private void assertComparedWithItsBase(Mirstream mirstream) throws IOException {
        Path dataset = folder.resolve("tiny");
        PhantomBenchmark.write(dataset, PhantomSize.TINY, DATASET_SEED, volume -> {});
        Path base = replay(mirstream, dataset, "base");
        Mirstream.Ended promoted = mirstream.run("model", "promote", ID, "--force"); // what others left may be gone
        assertThat(promoted.exitCode()).as(promoted.err()).isZero();
        Path learned;
        try {
            learned = replay(mirstream, dataset, "learned");
        } finally {
            assertThat(mirstream.run("model", "rollback").exitCode()).isZero();
        }

        Mirstream.Ended compared = mirstream.run("report", "compare", base.toString(), learned.toString(), "--json");

        assertThat(compared.exitCode()).as(compared.err()).isZero();
        assertThat(compared.json().path("differences"))
                .extracting(each -> each.path("method").asText() + " - "
                        + each.path("against").asText())
                .contains("volume-avgpooling - volume-avgpooling", "caption - volume-avgpooling");
    }

    /** Returns the report. */
    private Path replay(Mirstream mirstream, Path dataset, String name) {
        Path report = folder.resolve(name);
        Mirstream.Ended replayed = mirstream.run(
                "replay", "--dataset", dataset.toString(), "--organ", "colon", "--report", report.toString());
        assertThat(replayed.exitCode()).as(replayed.err()).isZero();
        return report.resolve("report.json");
    }

    private static void publish(Mirstream mirstream, PhantomStudy study, CollectionName collection) {
        StudyEvent event = new StudyEvent(
                study.studyUid(),
                Optional.of(Studies.write(study, mirstream.folder(collection.value()))
                        .toUri()),
                List.of(),
                Optional.empty(),
                collection,
                Optional.of(study.report()),
                study.labels(),
                Optional.empty());
        mirstream.publish(StudyEventType.ARRIVED, event, EVENT);
    }

    /** None until the query-service knows the model. */
    private static JsonNode search(Mirstream mirstream) {
        String request = "{\"text\":\"CT of the chest\",\"method\":\"text\",\"target\":\"volume\",\"model\":\"" + ID
                + "\",\"k\":" + STUDIES + ",\"filters\":{\"collections\":[\"" + COLLECTIONS.getFirst() + "\",\""
                + COLLECTIONS.getLast() + "\"]}}";
        return Mirstream.json(mirstream.post(mirstream.stack().serviceUrl(Service.QUERY) + "/v1/search", request))
                .path("hits");
    }
}
