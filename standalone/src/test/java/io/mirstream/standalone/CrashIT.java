package io.mirstream.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mirstream.contracts.event.StudyEventType;
import io.mirstream.contracts.event.StudyState;
import io.mirstream.contracts.event.StudyStatus;
import io.mirstream.contracts.id.CollectionName;
import io.mirstream.imaging.phantom.PhantomStudy;
import io.mirstream.standalone.stack.Service;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A service that dies without a word in the middle of its work costs nothing but time. */
@ExtendWith(RunningStack.class)
class CrashIT {
    private static final int STUDIES = 20;

    @ParameterizedTest
    @EnumSource(
            value = Service.class,
            names = {"EMBED", "INGEST"})
    void a_service_killed_in_the_middle_of_twenty_studies_loses_none_and_repeats_none(
            Service service, Mirstream mirstream) {
        String name = "crash-" + service.module();
        CollectionName collection = new CollectionName(name);
        Path folder = mirstream.folder(name);
        List<PhantomStudy> studies = Studies.fullSize(STUDIES, service == Service.EMBED ? 1_000 : 2_000);
        List<Path> locations =
                studies.stream().map(study -> Studies.write(study, folder)).toList();
        for (int i = 0; i < STUDIES; i++) {
            mirstream.publish(
                    StudyEventType.ARRIVED,
                    Studies.event(studies.get(i).studyUid(), locations.get(i), collection),
                    name);
        }
        await("the first to be embedded")
                .atMost(Mirstream.PATIENCE)
                .pollInterval(Duration.ofMillis(10))
                .until(() -> isEmbedded(mirstream, studies.getFirst()));
        mirstream.stack().process(service).kill();
        assertThat(mirstream.stack().process(service).hasDied()).isTrue();
        assertThat(studies.stream().filter(study -> !isEmbedded(mirstream, study)))
                .as("killed in the middle")
                .isNotEmpty();

        mirstream.up();

        for (PhantomStudy study : studies) {
            StudyStatus status = mirstream.awaitEnd(study.studyUid(), name);
            assertThat(status.state()).isEqualTo(StudyState.INDEXED);
            assertThat(status.revision()).isEqualTo(1);
        }
        int vectors = studies.stream()
                .map(study -> mirstream.status(study.studyUid()).orElseThrow())
                .mapToInt(status -> status.series().getFirst().vectors())
                .sum();
        Map<String, String> documents = mirstream.documents(collection);
        assertThat(documents).hasSize(STUDIES + vectors);
        assertThat(documents.values()).allSatisfy(version -> assertThat(version).startsWith("version 1,"));
        studies.forEach(
                study -> assertThat(mirstream.deadLetters(study.studyUid())).isEmpty());
    }

    private static boolean isEmbedded(Mirstream mirstream, PhantomStudy study) {
        return mirstream
                .status(study.studyUid())
                .filter(status -> status.state() == StudyState.EMBEDDED || status.state() == StudyState.INDEXED)
                .isPresent();
    }
}
