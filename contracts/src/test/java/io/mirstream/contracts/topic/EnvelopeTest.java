package io.mirstream.contracts.topic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mirstream.contracts.error.CodedException;
import io.mirstream.contracts.error.ErrorCode;
import io.mirstream.contracts.event.EmbedRequest;
import io.mirstream.contracts.event.StudyEvent;
import io.mirstream.contracts.event.StudyEventType;
import io.mirstream.contracts.event.StudyState;
import io.mirstream.contracts.event.StudyStatus;
import io.mirstream.contracts.id.CollectionName;
import io.mirstream.contracts.id.ModelFingerprint;
import io.mirstream.contracts.id.Revision;
import io.mirstream.contracts.id.SeriesUid;
import io.mirstream.contracts.id.StudyUid;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class EnvelopeTest {
    private static final URI SOURCE = URI.create("urn:mirstream:cli");
    private static final StudyUid STUDY = new StudyUid("1.2.3");
    private static final byte[] NO_DATA = {};

    @Test
    void study_event_travels_in_binary_mode_keyed_by_its_study() {
        StudyEvent event = StudyEvent.at(STUDY, URI.create("file:///data/study"));

        ProducerRecord<byte[], byte[]> record = Envelope.study(StudyEventType.ARRIVED, event, "event-1", SOURCE);

        assertThat(record.topic()).isEqualTo("mirstream.studies");
        assertThat(record.key()).asString(StandardCharsets.UTF_8).isEqualTo("1.2.3");
        assertThat(Topics.STUDIES.read(record.value())).isEqualTo(event);
        assertThat(texts(record.headers()))
                .containsEntry("ce_specversion", "1.0")
                .containsEntry("ce_id", "event-1")
                .containsEntry("ce_source", "urn:mirstream:cli")
                .containsEntry("ce_type", "io.mirstream.study.arrived.v1")
                .containsEntry("ce_subject", "studies/1.2.3")
                .containsEntry("content-type", "application/json")
                .containsKey("ce_time");
    }

    @Test
    void a_report_is_its_own_bytes_keyed_by_its_replay() {
        byte[] report = "{\"id\":\"20261125-031500-0a1b\"}".getBytes(StandardCharsets.UTF_8);

        ProducerRecord<byte[], byte[]> record = Envelope.evaluation("20261125-031500-0a1b", report, SOURCE);

        assertThat(record.topic()).isEqualTo("mirstream.evaluations");
        assertThat(record.key()).asString(StandardCharsets.UTF_8).isEqualTo("20261125-031500-0a1b");
        assertThat(record.value()).isEqualTo(report);
        assertThat(texts(record.headers()))
                .containsEntry("ce_type", "io.mirstream.evaluation.finished.v1")
                .containsEntry("ce_subject", "evaluations/20261125-031500-0a1b");
    }

    @Test
    void what_is_written_as_headers_is_read_back() {
        Envelope written =
                new Envelope("id", SOURCE, "a.type.v1", "studies/1.2.3", Instant.parse("2026-01-02T03:04:05Z"));
        Headers headers = new RecordHeaders();

        written.writeTo(headers);

        assertThat(Envelope.read(headers, NO_DATA)).isEqualTo(written);
    }

    @Test
    void same_request_and_same_status_have_the_same_id_whenever_they_are_sent() {
        EmbedRequest request = new EmbedRequest(
                StudyEventType.ARRIVED, StudyEvent.of(STUDY), new Revision(2), "event-1", Instant.EPOCH);
        StudyStatus status = new StudyStatus(
                STUDY, CollectionName.CLINICAL, StudyState.INDEXED, 2, "event-1", null, null, null, Instant.EPOCH);

        assertThat(id(Envelope.embedRequest(request, SOURCE))).isEqualTo("1.2.3/2");
        assertThat(id(Envelope.status(status, SOURCE))).isEqualTo("1.2.3/2/INDEXED/event-1");
    }

    @Test
    void states_and_vectors_by_two_models_have_keys_of_their_own() {
        StudyStatus status = new StudyStatus(
                STUDY,
                CollectionName.CLINICAL,
                StudyState.INDEXED,
                2,
                "event-1",
                List.of(),
                Optional.empty(),
                Optional.empty(),
                Instant.EPOCH);
        ModelFingerprint one = new ModelFingerprint("0123456789abcdef");
        ModelFingerprint other = new ModelFingerprint("fedcba9876543210");

        assertThat(Envelope.status(status, SOURCE).key())
                .asString(StandardCharsets.UTF_8)
                .isEqualTo("1.2.3");
        assertThat(Envelope.status(status.by(one), SOURCE).key())
                .asString(StandardCharsets.UTF_8)
                .isEqualTo("1.2.3/0123456789abcdef");
        assertThat(id(Envelope.status(status.by(other), SOURCE))).isEqualTo("1.2.3/fedcba9876543210/2/INDEXED/event-1");
        assertThat(Envelope.forgotten(new SeriesUid("1.2.3.4"), other).key())
                .asString(StandardCharsets.UTF_8)
                .isEqualTo("1.2.3.4/fedcba9876543210");
    }

    @Test
    void subject_and_time_may_be_absent() {
        Headers headers = complete();
        headers.remove("ce_subject");
        headers.remove("ce_time");

        Envelope envelope = Envelope.read(headers, NO_DATA);

        assertThat(envelope.subject()).isEmpty();
        assertThat(envelope.time()).isEqualTo(Instant.EPOCH);
    }

    @ParameterizedTest
    @ValueSource(strings = {"ce_specversion", "ce_id", "ce_source", "ce_type"})
    void record_without_a_required_attribute_is_no_cloud_event(String attribute) {
        Headers headers = complete();
        headers.remove(attribute);

        assertIsNoCloudEvent(headers, NO_DATA);
    }

    @ParameterizedTest
    @ValueSource(strings = {"ce_specversion", "ce_id", "ce_source", "ce_type"})
    void record_with_an_empty_required_attribute_is_no_cloud_event(String attribute) {
        Headers headers = complete();
        headers.remove(attribute).add(attribute, NO_DATA);

        assertIsNoCloudEvent(headers, NO_DATA);
    }

    @ParameterizedTest
    @ValueSource(strings = {"ce_specversion=2.0", "ce_source=not a uri", "ce_time=yesterday"})
    void record_with_an_unreadable_attribute_is_no_cloud_event(String header) {
        String[] parts = header.split("=");
        Headers headers = complete();
        headers.remove(parts[0]).add(parts[0], parts[1].getBytes(StandardCharsets.UTF_8));

        assertIsNoCloudEvent(headers, NO_DATA);
    }

    @Test
    void record_without_data_still_says_what_it_is() {
        assertThat(Envelope.read(complete(), null).id()).isEqualTo("event-1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"ce_specversion", "ce_id", "ce_source", "ce_type"})
    void required_header_without_a_value_is_absent(String name) {
        Headers headers = complete();
        headers.remove(name).add(name, null);

        assertIsNoCloudEvent(headers, NO_DATA);
    }

    @ParameterizedTest
    @ValueSource(strings = {"ce_subject", "ce_time", "content-type", "traceparent"})
    void optional_header_without_a_value_is_absent(String name) {
        Headers headers = complete();
        headers.remove(name).add(name, null);

        assertThat(Envelope.read(headers, NO_DATA).id()).isEqualTo("event-1");
    }

    @Test
    void structured_mode_is_refused() {
        Headers headers = new RecordHeaders();
        headers.add("content-type", "application/cloudevents+json".getBytes(StandardCharsets.UTF_8));
        byte[] event = """
                {"specversion":"1.0","id":"1","source":"urn:x","type":"io.mirstream.study.arrived.v1","data":{}}""".getBytes(StandardCharsets.UTF_8);

        assertIsNoCloudEvent(headers, event);
    }

    @ParameterizedTest
    @EnumSource(StudyEventType.class)
    void every_type_is_found_by_its_name_on_the_wire(StudyEventType type) {
        assertThat(StudyEventType.of(type.cloudEventType())).isEqualTo(type);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "ARRIVED", "io.mirstream.study.arrived.v2"})
    void type_of_another_name_is_unknown(String type) {
        assertThatThrownBy(() -> StudyEventType.of(type))
                .isInstanceOfSatisfying(
                        CodedException.class,
                        refused -> assertThat(refused.code()).isEqualTo(ErrorCode.EVENT_TYPE_UNKNOWN));
    }

    private static void assertIsNoCloudEvent(Headers headers, byte[] value) {
        assertThatThrownBy(() -> Envelope.read(headers, value))
                .isInstanceOfSatisfying(
                        CodedException.class,
                        refused -> assertThat(refused.code()).isEqualTo(ErrorCode.EVENT_NOT_CLOUDEVENT));
    }

    private static Headers complete() {
        return Envelope.study(StudyEventType.ARRIVED, StudyEvent.of(STUDY), "event-1", SOURCE)
                .headers();
    }

    private static String id(ProducerRecord<byte[], byte[]> record) {
        return texts(record.headers()).get("ce_id");
    }

    private static Map<String, String> texts(Headers headers) {
        Map<String, String> texts = new TreeMap<>();
        headers.forEach(header -> texts.put(header.key(), new String(header.value(), StandardCharsets.UTF_8)));
        return texts;
    }
}
