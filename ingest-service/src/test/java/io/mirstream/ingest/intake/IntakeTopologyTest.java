package io.mirstream.ingest.intake;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.mirstream.contracts.error.ErrorCode;
import io.mirstream.contracts.event.EmbedRequest;
import io.mirstream.contracts.event.StudyEvent;
import io.mirstream.contracts.event.StudyEventType;
import io.mirstream.contracts.event.StudyState;
import io.mirstream.contracts.event.StudyStatus;
import io.mirstream.contracts.id.CollectionName;
import io.mirstream.contracts.id.Revision;
import io.mirstream.contracts.id.StudyUid;
import io.mirstream.contracts.topic.DeadLetter;
import io.mirstream.contracts.topic.Envelope;
import io.mirstream.contracts.topic.Topics;
import io.mirstream.ingest.admission.AllowedLocations;
import io.mirstream.ingest.admission.LocationRoots;
import io.mirstream.ingest.admission.StudyEventRules;
import io.mirstream.ingest.admission.StudyHistory;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Properties;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TestOutputTopic;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class IntakeTopologyTest {
    private static final StudyUid STUDY = new StudyUid("1.2.3");
    private static final StudyEvent EVENT = StudyEvent.at(STUDY, URI.create("file:///data/study"));
    private static final URI PACS = URI.create("urn:pacs");
    private static final Instant SENT = Instant.parse("2026-01-02T03:04:05Z");
    private static final Instant NOW = Instant.parse("2026-01-02T03:05:00Z");

    @TempDir
    Path state;

    private final CountedEvents counts = new CountedEvents();
    private TopologyTestDriver driver;
    private TestInputTopic<byte[], byte[]> studies;
    private TestOutputTopic<byte[], byte[]> requests;
    private TestOutputTopic<byte[], byte[]> statuses;
    private TestOutputTopic<byte[], byte[]> deadLetters;

    @BeforeEach
    void start() {
        Properties settings = new Properties();
        settings.put(StreamsConfig.STATE_DIR_CONFIG, state.toString());
        driver = new TopologyTestDriver(topology(counts), settings, NOW);
        ByteArraySerializer bytes = new ByteArraySerializer();
        studies = driver.createInputTopic(Topics.STUDIES.name(), bytes, bytes);
        requests = output(Topics.EMBED_REQUESTS.name());
        statuses = output(Topics.STATUS.name());
        deadLetters = output(Topics.DEAD_LETTERS.name());
    }

    @AfterEach
    void stop() {
        driver.close();
    }

    @Test
    void topology_is_the_one_that_was_reviewed() throws IOException {
        try (InputStream reviewed = getClass().getResourceAsStream("/intake-topology.txt")) {
            assertThat(topology(counts).describe().toString())
                    .isEqualTo(new String(Objects.requireNonNull(reviewed).readAllBytes(), UTF_8));
        }
    }

    // --- accepted

    @Test
    void study_that_arrives_is_requested_and_accepted_with_the_first_revision() {
        send(StudyEventType.ARRIVED, EVENT, "event-1");

        TestRecord<byte[], byte[]> request = requests.readRecord();
        assertThat(request.key()).asString(UTF_8).isEqualTo("1.2.3");
        assertThat(Topics.EMBED_REQUESTS.read(request.value()))
                .isEqualTo(new EmbedRequest(StudyEventType.ARRIVED, EVENT, Revision.FIRST, "event-1", SENT));
        assertThat(Envelope.read(request.headers(), request.value()).id()).isEqualTo("1.2.3/1");
        TestRecord<byte[], byte[]> accepted = statuses.readRecord();
        assertThat(accepted.key()).asString(UTF_8).isEqualTo("1.2.3");
        StudyStatus status = Topics.STATUS.read(accepted.value());
        assertThat(status.state()).isEqualTo(StudyState.ACCEPTED);
        assertThat(status.revision()).isEqualTo(1);
        assertThat(status.eventId()).isEqualTo("event-1");
        assertThat(status.collection()).isEqualTo(CollectionName.CLINICAL);
        assertThat(status.updatedAt()).isEqualTo(NOW);
        assertThat(requests.isEmpty()).isTrue();
        assertThat(statuses.isEmpty()).isTrue();
        assertThat(deadLetters.isEmpty()).isTrue();
        assertThat(counts.events).containsExactly("accepted ARRIVED");
    }

    @Test
    void request_names_the_location_in_one_spelling() {
        send(StudyEventType.ARRIVED, StudyEvent.at(STUDY, URI.create("file:/data//study/")), "event-1");

        assertThat(request().study().location()).contains(URI.create("file:///data/study"));
    }

    @Test
    void trace_of_the_sender_goes_on_and_its_other_headers_do_not() {
        ProducerRecord<byte[], byte[]> record = event(StudyEventType.ARRIVED, EVENT, "event-1");
        record.headers().add("traceparent", text("00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"));
        record.headers().add("tracestate", text("vendor=1"));
        record.headers().add("x-own", text("secret"));

        send(record);

        for (TestRecord<byte[], byte[]> out : List.of(requests.readRecord(), statuses.readRecord())) {
            assertThat(header(out, "traceparent")).isEqualTo("00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01");
            assertThat(header(out, "tracestate")).isEqualTo("vendor=1");
            assertThat(out.headers().lastHeader("x-own")).isNull();
            assertThat(header(out, "ce_source")).isEqualTo("urn:mirstream:ingest-service");
        }
    }

    @Test
    void trace_of_a_refused_event_goes_on_with_its_status() {
        ProducerRecord<byte[], byte[]> record = event(StudyEventType.RETRACTED, EVENT, "event-1");
        record.headers().add("traceparent", text("00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"));

        send(record);

        assertThat(header(statuses.readRecord(), "traceparent")).startsWith("00-0af7");
    }

    @Test
    void trace_headers_without_value_or_of_unreasonable_length_are_left_behind() {
        ProducerRecord<byte[], byte[]> record = event(StudyEventType.ARRIVED, EVENT, "event-1");
        record.headers().add("traceparent", null);
        record.headers().add("tracestate", new byte[1_025]);

        send(record);

        Headers headers = requests.readRecord().headers();
        assertThat(headers.lastHeader("traceparent")).isNull();
        assertThat(headers.lastHeader("tracestate")).isNull();
    }

    @Test
    void what_is_written_is_as_young_as_the_moment_it_is_written() {
        ProducerRecord<byte[], byte[]> record = event(StudyEventType.ARRIVED, EVENT, "event-1");

        studies.pipeInput(new TestRecord<>(record.key(), record.value(), record.headers(), Instant.EPOCH));

        assertThat(requests.readRecord().getRecordTime()).isEqualTo(NOW);
        assertThat(statuses.readRecord().getRecordTime()).isEqualTo(NOW);
    }

    @Test
    void events_of_a_study_are_counted_and_those_of_another_are_not() {
        StudyEvent other = StudyEvent.at(new StudyUid("1.9"), URI.create("file:///data/other"));
        send(StudyEventType.ARRIVED, EVENT, "event-1");
        send(StudyEventType.ARRIVED, other, "event-2");
        send(StudyEventType.AMENDED, EVENT, "event-3");
        send(StudyEventType.RETRACTED, StudyEvent.of(STUDY), "event-4");

        assertThat(requests.readValuesToList().stream().map(Topics.EMBED_REQUESTS::read))
                .extracting(
                        request -> request.study().studyInstanceUid().value(),
                        EmbedRequest::type,
                        request -> request.revision().value())
                .containsExactly(
                        tuple("1.2.3", StudyEventType.ARRIVED, 1L),
                        tuple("1.9", StudyEventType.ARRIVED, 1L),
                        tuple("1.2.3", StudyEventType.AMENDED, 2L),
                        tuple("1.2.3", StudyEventType.RETRACTED, 3L));
    }

    @Test
    void amendment_of_an_unknown_study_is_its_arrival() {
        send(StudyEventType.AMENDED, EVENT, "event-1");

        assertThat(request().revision()).isEqualTo(Revision.FIRST);
        assertThat(deadLetters.isEmpty()).isTrue();
    }

    @Test
    void retraction_is_sent_on_with_the_collection_that_the_study_is_in_and_nothing_else() {
        CollectionName trial = new CollectionName("trial");
        send(StudyEventType.ARRIVED, EVENT.inCollection(trial), "event-1");
        request();

        send(StudyEventType.RETRACTED, StudyEvent.at(STUDY, URI.create("s3://anywhere")), "event-2");

        assertThat(request().study()).isEqualTo(StudyEvent.of(STUDY).inCollection(trial));
    }

    // --- sent again

    @Test
    void event_that_is_sent_again_changes_nothing() {
        send(StudyEventType.ARRIVED, EVENT, "event-1");
        drain();

        send(StudyEventType.ARRIVED, EVENT, "event-1");

        assertThat(outputs()).allMatch(TestOutputTopic::isEmpty);
        assertThat(counts.events).containsExactly("accepted ARRIVED", "duplicate ARRIVED");
    }

    @Test
    void event_after_one_that_was_sent_again_has_the_next_revision() {
        send(StudyEventType.ARRIVED, EVENT, "event-1");
        send(StudyEventType.ARRIVED, EVENT, "event-1");
        drain();

        send(StudyEventType.AMENDED, EVENT, "event-2");

        assertThat(request().revision()).isEqualTo(new Revision(2));
    }

    @Test
    void same_id_of_another_source_is_another_event() {
        send(StudyEventType.ARRIVED, EVENT, "event-1");
        drain();

        send(Envelope.study(StudyEventType.AMENDED, EVENT, "event-1", URI.create("urn:other")));

        assertThat(request().revision()).isEqualTo(new Revision(2));
    }

    @Test
    void event_is_taken_for_a_new_one_once_as_many_others_followed_as_are_remembered() {
        for (int event = 0; event <= StudyHistory.REMEMBERED_EVENTS; event++) {
            send(StudyEventType.AMENDED, EVENT, "event-" + event);
        }
        drain();

        send(StudyEventType.AMENDED, EVENT, "event-1");
        assertThat(requests.isEmpty()).isTrue();
        send(StudyEventType.AMENDED, EVENT, "event-0");

        assertThat(request().revision()).isEqualTo(new Revision(StudyHistory.REMEMBERED_EVENTS + 2));
    }

    @Test
    void event_that_was_refused_may_be_sent_again_under_its_id() {
        send(StudyEventType.RETRACTED, StudyEvent.of(STUDY), "event-1");
        drain();

        send(StudyEventType.ARRIVED, EVENT, "event-1");

        assertThat(request().revision()).isEqualTo(Revision.FIRST);
    }

    // --- refused

    /** @param eventId that the status names; empty for the record's place on the topic */
    record Bad(String what, ErrorCode code, String eventId, ProducerRecord<byte[], byte[]> record) {
        @Override
        public String toString() {
            return what;
        }
    }

    static Stream<Bad> bad() {
        List<Bad> bad = new ArrayList<>();
        bad.add(new Bad(
                "no headers",
                ErrorCode.EVENT_NOT_CLOUDEVENT,
                "",
                new ProducerRecord<>(Topics.STUDIES.name(), text("1.2.3"), text("{}"))));
        for (String attribute : List.of("ce_specversion", "ce_id", "ce_source", "ce_type")) {
            ProducerRecord<byte[], byte[]> record = event(StudyEventType.ARRIVED, EVENT, "bad");
            record.headers().remove(attribute);
            bad.add(new Bad("no " + attribute, ErrorCode.EVENT_NOT_CLOUDEVENT, "", record));
        }
        bad.add(with("unknown type", ErrorCode.EVENT_TYPE_UNKNOWN, "ce_type", "io.mirstream.study.arrived.v9"));
        ProducerRecord<byte[], byte[]> longId = event(StudyEventType.ARRIVED, EVENT, "x".repeat(257));
        bad.add(new Bad("long id", ErrorCode.EVENT_INVALID, "", longId));
        bad.add(new Bad("no data", ErrorCode.EVENT_MALFORMED, "bad", data(null)));
        bad.add(new Bad("empty data", ErrorCode.EVENT_MALFORMED, "bad", data(new byte[0])));
        bad.add(new Bad("bytes", ErrorCode.EVENT_MALFORMED, "bad", data(new byte[] {0, (byte) 0xff, 13, 10})));
        bad.add(new Bad("cut JSON", ErrorCode.EVENT_MALFORMED, "bad", data(text("{\"studyInstanceUid\":\"1.2"))));
        bad.add(new Bad("unknown field", ErrorCode.EVENT_MALFORMED, "bad", data(text("""
                {"studyInstanceUid":"1.2.3","location":"file:///data/study","patientName":"x"}"""))));
        bad.add(new Bad("bad uid", ErrorCode.EVENT_INVALID, "bad", data(text("""
                {"studyInstanceUid":"../3","location":"file:///data/study"}"""))));
        bad.add(new Bad("no location", ErrorCode.EVENT_INVALID, "bad", data(text("""
                {"studyInstanceUid":"1.2.3"}"""))));
        byte[] large = new byte[StudyEventRules.MAX_EVENT_BYTES + 1];
        Arrays.fill(large, (byte) ' ');
        bad.add(new Bad("too large", ErrorCode.EVENT_TOO_LARGE, "bad", data(large)));
        ProducerRecord<byte[], byte[]> other = Envelope.study(
                StudyEventType.ARRIVED, StudyEvent.at(new StudyUid("1.9"), URI.create("file:///data/x")), "bad", PACS);
        bad.add(new Bad("wrong key", ErrorCode.EVENT_KEY_MISMATCH, "bad", keyed(text("1.2.3"), other)));
        bad.add(located("outside", ErrorCode.LOCATION_FORBIDDEN, "file:///database/study"));
        bad.add(located("climbing", ErrorCode.LOCATION_FORBIDDEN, "file:///data/%2e%2e/etc"));
        bad.add(located("scheme", ErrorCode.LOCATION_SCHEME_UNSUPPORTED, "https://pacs.example/study"));
        bad.add(new Bad(
                "unknown study",
                ErrorCode.STUDY_UNKNOWN,
                "bad",
                event(StudyEventType.RETRACTED, StudyEvent.of(STUDY), "bad")));
        return bad.stream();
    }

    private static Bad with(String what, ErrorCode code, String header, String value) {
        ProducerRecord<byte[], byte[]> record = event(StudyEventType.ARRIVED, EVENT, "bad");
        record.headers().remove(header).add(header, text(value));
        return new Bad(what, code, "bad", record);
    }

    private static Bad located(String what, ErrorCode code, String location) {
        return new Bad(
                what, code, "bad", event(StudyEventType.ARRIVED, StudyEvent.at(STUDY, URI.create(location)), "bad"));
    }

    private static ProducerRecord<byte[], byte[]> data(byte[] data) {
        ProducerRecord<byte[], byte[]> record = event(StudyEventType.ARRIVED, EVENT, "bad");
        return new ProducerRecord<>(record.topic(), null, record.key(), data, record.headers());
    }

    private static ProducerRecord<byte[], byte[]> keyed(byte[] key, ProducerRecord<byte[], byte[]> record) {
        return new ProducerRecord<>(record.topic(), null, key, record.value(), record.headers());
    }

    @ParameterizedTest
    @MethodSource("bad")
    void refused_event_is_one_dead_letter_byte_for_byte_and_a_status_and_the_next_goes_on(Bad bad) {
        List<Header> headers = List.of(bad.record().headers().toArray());
        send(StudyEventType.ARRIVED, StudyEvent.at(new StudyUid("1.9"), URI.create("file:///data/x")), "before");
        drain();

        send(bad.record());
        send(StudyEventType.ARRIVED, EVENT, "after");

        TestRecord<byte[], byte[]> letter = deadLetters.readRecord();
        assertThat(letter.key()).isEqualTo(bad.record().key());
        assertThat(letter.value()).isEqualTo(bad.record().value());
        assertThat(letter.headers())
                .filteredOn(header -> !header.key().startsWith(DeadLetter.PREFIX))
                .containsExactlyElementsOf(headers);
        DeadLetter why = DeadLetter.read(letter.headers()).orElseThrow();
        assertThat(why.code()).isEqualTo(bad.code());
        assertThat(why.detail()).isNotBlank();
        assertThat(why)
                .usingRecursiveComparison()
                .ignoringFields("code", "detail")
                .isEqualTo(new DeadLetter(bad.code(), "", "ingest-service", Topics.STUDIES.name(), 0, 1, NOW));
        assertThat(deadLetters.isEmpty()).isTrue();

        StudyStatus status = Topics.STATUS.read(statuses.readValue());
        assertThat(status.studyInstanceUid()).isEqualTo(STUDY);
        assertThat(status.state()).isEqualTo(StudyState.FAILED);
        assertThat(status.errorCode()).contains(bad.code());
        assertThat(status.errorDetail()).contains(why.detail());
        assertThat(status.revision()).isZero();
        assertThat(status.eventId())
                .isEqualTo(bad.eventId().isEmpty() ? Topics.STUDIES.name() + "/0/1" : bad.eventId());

        assertThat(request().eventId()).isEqualTo("after");
        assertThat(counts.events).containsExactly("accepted ARRIVED", "refused " + bad.code(), "accepted ARRIVED");
    }

    @Test
    void event_without_a_key_fails_the_study_that_it_names() {
        send(keyed(null, event(StudyEventType.ARRIVED, EVENT, "event-1")));

        assertThat(DeadLetter.read(deadLetters.readRecord().headers())
                        .orElseThrow()
                        .code())
                .isEqualTo(ErrorCode.EVENT_KEY_MISMATCH);
        assertThat(Topics.STATUS.read(statuses.readValue()).studyInstanceUid()).isEqualTo(STUDY);
    }

    @Test
    void record_that_names_no_study_at_all_is_a_dead_letter_alone() {
        send(new ProducerRecord<>(Topics.STUDIES.name(), text("no uid"), text("no JSON")));

        assertThat(deadLetters.readValue()).asString(UTF_8).isEqualTo("no JSON");
        assertThat(statuses.isEmpty()).isTrue();
    }

    @Test
    void study_in_one_collection_is_refused_in_another_and_keeps_its_revision() {
        send(StudyEventType.ARRIVED, EVENT, "event-1");
        drain();

        send(StudyEventType.AMENDED, EVENT.inCollection(new CollectionName("trial")), "event-2");

        assertThat(DeadLetter.read(deadLetters.readRecord().headers())
                        .orElseThrow()
                        .code())
                .isEqualTo(ErrorCode.EVENT_INVALID);
        StudyStatus status = Topics.STATUS.read(statuses.readValue());
        assertThat(status.state()).isEqualTo(StudyState.FAILED);
        assertThat(status.collection()).isEqualTo(CollectionName.CLINICAL);
        assertThat(status.revision()).isEqualTo(1);
        assertThat(requests.isEmpty()).isTrue();

        send(StudyEventType.AMENDED, EVENT, "event-3");
        assertThat(request().revision()).isEqualTo(new Revision(2));
    }

    @Test
    void dead_letter_that_is_sent_again_and_refused_again_says_where_it_was_last() {
        ProducerRecord<byte[], byte[]> record = event(StudyEventType.RETRACTED, StudyEvent.of(STUDY), "event-1");
        send(record);
        TestRecord<byte[], byte[]> letter = deadLetters.readRecord();

        studies.pipeInput(new TestRecord<>(letter.key(), letter.value(), letter.headers(), SENT));

        TestRecord<byte[], byte[]> again = deadLetters.readRecord();
        assertThat(DeadLetter.read(again.headers()).orElseThrow().offset()).isEqualTo(1);
        assertThat(again.headers().headers("mirstream_dlq_offset")).hasSize(1);
    }

    @Test
    void history_is_kept_under_the_study_as_readable_json() {
        send(StudyEventType.ARRIVED, EVENT, "event-1");

        StudyHistory history = driver.<String, StudyHistory>getKeyValueStore(IntakeTopology.HISTORIES)
                .get("1.2.3");

        assertThat(history.revision()).isEqualTo(Revision.FIRST);
        try (var serde = StudyHistorySerde.serde()) {
            byte[] json = serde.serializer().serialize("changelog", history);
            assertThat(json).asString(UTF_8).contains("\"revision\":1", "\"collection\":\"clinical\"");
            assertThat(serde.deserializer().deserialize("changelog", json)).isEqualTo(history);
        }
    }

    // --- the driver

    private static Topology topology(IntakeCounts counts) {
        return IntakeTopology.build(
                new StudyEventRules(
                        new AllowedLocations(new LocationRoots(List.of(Path.of("/data"))), List.of(), List.of())),
                counts);
    }

    private TestOutputTopic<byte[], byte[]> output(String topic) {
        return driver.createOutputTopic(topic, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    private List<TestOutputTopic<byte[], byte[]>> outputs() {
        return List.of(requests, statuses, deadLetters);
    }

    private void drain() {
        outputs().forEach(TestOutputTopic::readValuesToList);
    }

    private static ProducerRecord<byte[], byte[]> event(StudyEventType type, StudyEvent event, String id) {
        return Envelope.study(type, event, id, PACS);
    }

    private void send(StudyEventType type, StudyEvent event, String id) {
        send(event(type, event, id));
    }

    private void send(ProducerRecord<byte[], byte[]> record) {
        studies.pipeInput(new TestRecord<>(record.key(), record.value(), new RecordHeaders(record.headers()), SENT));
    }

    private EmbedRequest request() {
        return Topics.EMBED_REQUESTS.read(requests.readValue());
    }

    private static String header(TestRecord<byte[], byte[]> record, String name) {
        return new String(record.headers().lastHeader(name).value(), UTF_8);
    }

    private static byte[] text(String text) {
        return text.getBytes(UTF_8);
    }
}
