package io.mirstream.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import io.mirstream.contracts.error.ErrorCode;
import io.mirstream.contracts.event.StudyEvent;
import io.mirstream.contracts.event.StudyEventType;
import io.mirstream.contracts.event.StudyState;
import io.mirstream.contracts.event.StudyStatus;
import io.mirstream.contracts.id.CollectionName;
import io.mirstream.contracts.id.StudyUid;
import io.mirstream.contracts.topic.Envelope;
import io.mirstream.contracts.topic.Topics;
import io.mirstream.imaging.phantom.PhantomStudy;
import io.mirstream.standalone.stack.DeadLetterBox;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Bad input ends as one dead letter and FAILED with its own code, and the study behind it goes on. */
@ExtendWith(RunningStack.class)
class BadInputIT {
    private static final CollectionName COLLECTION = new CollectionName("bad-input");

    @Test
    void a_malformed_event(Mirstream mirstream) {
        StudyUid study = StudyUid.derivedFrom("malformed");
        ProducerRecord<byte[], byte[]> good =
                Envelope.study(StudyEventType.ARRIVED, StudyEvent.of(study), "malformed", URI.create("urn:test"));
        byte[] bytes = "{\"studyInstanceUid\": ".getBytes(StandardCharsets.UTF_8);
        ProducerRecord<byte[], byte[]> malformed =
                new ProducerRecord<>(Topics.STUDIES.name(), null, good.key(), bytes, good.headers());

        mirstream.publish(malformed);

        assertFailed(mirstream, study, "malformed", ErrorCode.EVENT_MALFORMED, "ingest-service", bytes);
        assertThatTheNextOneGoesOn(mirstream, 201);
    }

    @Test
    void a_location_outside_the_roots(Mirstream mirstream) {
        StudyUid study = StudyUid.derivedFrom("outside");
        StudyEvent event = StudyEvent.at(study, URI.create("file:///etc"));

        mirstream.publish(StudyEventType.ARRIVED, event, "outside");

        assertFailed(
                mirstream,
                study,
                "outside",
                ErrorCode.LOCATION_FORBIDDEN,
                "ingest-service",
                Topics.STUDIES.write(event));
        assertThatTheNextOneGoesOn(mirstream, 202);
    }

    @Test
    void a_link_that_leads_outside_the_roots(Mirstream mirstream) throws IOException {
        StudyUid study = StudyUid.derivedFrom("link");
        Path link = mirstream.folder("links").resolve("etc");
        Files.deleteIfExists(link);
        Files.createSymbolicLink(link, Path.of("/etc"));

        mirstream.publish(StudyEventType.ARRIVED, Studies.event(study, link, COLLECTION), "link");

        assertFailed(mirstream, study, "link", ErrorCode.LOCATION_FORBIDDEN, "embed-service");
        assertThatTheNextOneGoesOn(mirstream, 203);
    }

    @Test
    void a_folder_with_no_ct(Mirstream mirstream) throws IOException {
        StudyUid study = StudyUid.derivedFrom("no ct");
        Path folder = mirstream.folder("no-ct");
        Files.writeString(folder.resolve("report.txt"), "No images here.");

        mirstream.publish(StudyEventType.ARRIVED, Studies.event(study, folder, COLLECTION), "no-ct");

        assertFailed(mirstream, study, "no-ct", ErrorCode.NO_CT_SERIES, "embed-service");
        assertThatTheNextOneGoesOn(mirstream, 204);
    }

    @Test
    void an_empty_folder(Mirstream mirstream) {
        StudyUid study = StudyUid.derivedFrom("empty");

        mirstream.publish(StudyEventType.ARRIVED, Studies.event(study, mirstream.folder("empty"), COLLECTION), "empty");

        assertFailed(mirstream, study, "empty", ErrorCode.STUDY_EMPTY, "embed-service");
    }

    @Test
    void a_location_that_is_not_there(Mirstream mirstream) {
        StudyUid study = StudyUid.derivedFrom("missing");
        Path missing = mirstream.folder("here").resolve("nothing");

        mirstream.publish(StudyEventType.ARRIVED, Studies.event(study, missing, COLLECTION), "missing");

        assertFailed(mirstream, study, "missing", ErrorCode.LOCATION_NOT_FOUND, "embed-service");
    }

    @Test
    void a_truncated_file_among_whole_ones(Mirstream mirstream) throws IOException {
        PhantomStudy study = Studies.phantom(210);
        Path location = Studies.write(study, mirstream.folder("truncated"));
        truncateOne(location);

        mirstream.publish(StudyEventType.ARRIVED, Studies.event(study.studyUid(), location, COLLECTION), "truncated");

        assertFailed(mirstream, study.studyUid(), "truncated", ErrorCode.TRUNCATED, "embed-service");
        assertThatTheNextOneGoesOn(mirstream, 205);
    }

    private static void truncateOne(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            Path slice = files.sorted().toList().get(3);
            byte[] bytes = Files.readAllBytes(slice);
            Files.write(slice, Arrays.copyOf(bytes, bytes.length - 1_000), StandardOpenOption.TRUNCATE_EXISTING);
        }
    }

    private static DeadLetterBox.Entry assertFailed(
            Mirstream mirstream, StudyUid study, String eventId, ErrorCode code, String service) {
        StudyStatus status = mirstream.awaitEnd(study, eventId);
        assertThat(status.state()).isEqualTo(StudyState.FAILED);
        assertThat(status.errorCode()).contains(code);
        List<DeadLetterBox.Entry> letters = mirstream.deadLetters(study);
        assertThat(letters).singleElement().satisfies(entry -> {
            assertThat(entry.letter().code()).isEqualTo(code);
            assertThat(entry.letter().service()).isEqualTo(service);
        });
        return letters.getFirst();
    }

    private static void assertFailed(
            Mirstream mirstream, StudyUid study, String eventId, ErrorCode code, String service, byte[] original) {
        assertThat(assertFailed(mirstream, study, eventId, code, service)
                        .record()
                        .value())
                .isEqualTo(original);
    }

    private static void assertThatTheNextOneGoesOn(Mirstream mirstream, long seed) {
        PhantomStudy next = Studies.phantom(seed);
        mirstream.publish(
                StudyEventType.ARRIVED,
                Studies.event(next.studyUid(), Studies.write(next, mirstream.folder("next")), COLLECTION),
                "next");
        assertThat(mirstream.awaitEnd(next.studyUid(), "next").state()).isEqualTo(StudyState.INDEXED);
    }
}
