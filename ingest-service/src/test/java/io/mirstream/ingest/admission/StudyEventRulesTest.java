package io.mirstream.ingest.admission;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mirstream.contracts.error.CodedException;
import io.mirstream.contracts.error.ErrorCode;
import io.mirstream.contracts.event.StudyEvent;
import io.mirstream.contracts.event.StudyEventType;
import io.mirstream.contracts.id.CollectionName;
import io.mirstream.contracts.id.PatientKey;
import io.mirstream.contracts.id.SeriesUid;
import io.mirstream.contracts.id.StudyUid;
import io.mirstream.contracts.json.Json;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class StudyEventRulesTest {
    private static final StudyUid STUDY = new StudyUid("1.2.3");
    private static final StudyEvent EVERYTHING = new StudyEvent(
            STUDY,
            Optional.of(URI.create("file:/data//study")),
            List.of(new SeriesUid("1.2.3.4")),
            Optional.of(12),
            new CollectionName("trial"),
            Optional.of("no findings"),
            Map.of("split", "train"),
            Optional.of(new PatientKey("p1")));

    private final StudyEventRules rules = new StudyEventRules(
            new AllowedLocations(new LocationRoots(List.of(Path.of("/data"))), List.of(), List.of()));

    @ParameterizedTest
    @EnumSource(StudyEventType.class)
    void event_is_read_as_it_was_written(StudyEventType type) {
        assertThat(rules.read(type, Json.write(EVERYTHING))).isEqualTo(EVERYTHING);
    }

    @Test
    void event_without_data_is_malformed() {
        assertCode(ErrorCode.EVENT_MALFORMED, () -> rules.read(StudyEventType.ARRIVED, new byte[0]));
        assertCode(ErrorCode.EVENT_MALFORMED, () -> rules.read(StudyEventType.ARRIVED, null));
    }

    @ParameterizedTest
    @ValueSource(strings = {"{", "null", "[]", "{\"studyInstanceUid\":\"1.2\",\"location\":\"file:/x\",\"patient\":1}"})
    void data_of_another_shape_is_malformed(String data) {
        assertCode(
                ErrorCode.EVENT_MALFORMED,
                () -> rules.read(StudyEventType.ARRIVED, data.getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void largest_data_is_taken_and_one_byte_more_is_not() {
        byte[] event = Json.write(EVERYTHING);
        byte[] largest = padded(event, StudyEventRules.MAX_EVENT_BYTES);
        byte[] larger = padded(event, StudyEventRules.MAX_EVENT_BYTES + 1);

        assertThat(rules.read(StudyEventType.ARRIVED, largest)).isEqualTo(EVERYTHING);
        assertCode(ErrorCode.EVENT_TOO_LARGE, () -> rules.read(StudyEventType.ARRIVED, larger));
    }

    @ParameterizedTest
    @EnumSource(
            value = StudyEventType.class,
            names = {"ARRIVED", "AMENDED"})
    void study_that_is_there_must_say_where(StudyEventType type) {
        assertCode(ErrorCode.EVENT_INVALID, () -> rules.read(type, Json.write(StudyEvent.of(STUDY))));
    }

    @Test
    void retraction_needs_no_location() {
        assertThat(rules.read(StudyEventType.RETRACTED, Json.write(StudyEvent.of(STUDY))))
                .isEqualTo(StudyEvent.of(STUDY));
    }

    @ParameterizedTest
    @EnumSource(
            value = StudyEventType.class,
            names = {"ARRIVED", "AMENDED"})
    void authorised_event_differs_in_the_spelling_of_its_location_alone(StudyEventType type) {
        StudyEvent authorised = rules.authorise(type, EVERYTHING);

        assertThat(authorised.location()).contains(URI.create("file:///data/study"));
        assertThat(authorised)
                .usingRecursiveComparison()
                .ignoringFields("location")
                .isEqualTo(EVERYTHING);
    }

    @Test
    void location_outside_the_roots_is_not_authorised() {
        StudyEvent elsewhere = StudyEvent.at(STUDY, URI.create("file:///etc/study"));

        assertCode(ErrorCode.LOCATION_FORBIDDEN, () -> rules.authorise(StudyEventType.ARRIVED, elsewhere));
    }

    @Test
    void retraction_is_passed_on_without_what_it_does_not_need() {
        StudyEvent elsewhere =
                StudyEvent.at(STUDY, URI.create("s3://bucket/study")).inCollection(new CollectionName("trial"));

        assertThat(rules.authorise(StudyEventType.RETRACTED, elsewhere))
                .isEqualTo(StudyEvent.of(STUDY).inCollection(new CollectionName("trial")));
    }

    private static byte[] padded(byte[] json, int length) {
        byte[] padded = Arrays.copyOf(json, length);
        Arrays.fill(padded, json.length, length, (byte) ' ');
        return padded;
    }

    private static void assertCode(ErrorCode code, ThrowingCallable reading) {
        assertThatThrownBy(reading)
                .isInstanceOfSatisfying(
                        CodedException.class,
                        refused -> assertThat(refused.code()).isEqualTo(code));
    }
}
