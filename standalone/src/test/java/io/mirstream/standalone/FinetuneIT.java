package io.mirstream.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.mirstream.contracts.event.StudyEvent;
import io.mirstream.contracts.event.StudyEventType;
import io.mirstream.contracts.event.StudyState;
import io.mirstream.contracts.id.CollectionName;
import io.mirstream.imaging.phantom.PhantomStudy;
import io.mirstream.standalone.stack.Service;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** From a collection's labels and reports to a model by which words find images. */
@ExtendWith(RunningStack.class)
class FinetuneIT {
    private static final CollectionName COLLECTION = new CollectionName("learning");
    private static final String ID = "learned-here";
    private static final long FIRST_SEED = 5_400;

    /** Six of each anatomy. */
    private static final int STUDIES = 24;

    private static final String EVENT = "to learn from";

    @TempDir
    private Path folder;

    @Test
    void words_find_images_by_a_model_that_was_learned_from_labels_and_reports(Mirstream mirstream) {
        List<PhantomStudy> studies = Studies.phantoms(STUDIES, FIRST_SEED);
        studies.forEach(study -> publish(mirstream, study));
        assertThat(studies)
                .allSatisfy(study -> assertThat(
                                mirstream.awaitEnd(study.studyUid(), EVENT).state())
                        .isEqualTo(StudyState.INDEXED));
        Path model = folder.resolve("model");

        Mirstream.Ended learned = mirstream.run(
                "finetune",
                "--collection",
                COLLECTION.value(),
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
        } finally {
            assertThat(mirstream.run("model", "remove", ID).exitCode()).isZero();
        }
        assertThat(mirstream.home().model(ID)).doesNotExist();
        assertThat(mirstream.stack().processes())
                .noneMatch(process -> process.name().contains(ID));
    }

    private static void publish(Mirstream mirstream, PhantomStudy study) {
        StudyEvent event = new StudyEvent(
                study.studyUid(),
                Optional.of(Studies.write(study, mirstream.folder(COLLECTION.value()))
                        .toUri()),
                List.of(),
                Optional.empty(),
                COLLECTION,
                Optional.of(study.report()),
                study.labels(),
                Optional.empty());
        mirstream.publish(StudyEventType.ARRIVED, event, EVENT);
    }

    /** None until the query-service knows the model. */
    private static JsonNode search(Mirstream mirstream) {
        String request = "{\"text\":\"CT of the chest\",\"method\":\"text\",\"target\":\"volume\",\"model\":\"" + ID
                + "\",\"k\":" + STUDIES + ",\"filters\":{\"collections\":[\"" + COLLECTION + "\"]}}";
        return Mirstream.json(mirstream.post(mirstream.stack().serviceUrl(Service.QUERY) + "/v1/search", request))
                .path("hits");
    }
}
