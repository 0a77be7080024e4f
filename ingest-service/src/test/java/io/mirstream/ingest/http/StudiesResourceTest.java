package io.mirstream.ingest.http;

import static io.restassured.RestAssured.given;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.startsWith;

import com.fasterxml.jackson.databind.JsonNode;
import io.mirstream.contracts.error.CodedException;
import io.mirstream.contracts.error.ErrorCode;
import io.mirstream.contracts.error.Problem;
import io.mirstream.contracts.event.ModelRef;
import io.mirstream.contracts.event.StudyEvent;
import io.mirstream.contracts.event.StudyEventType;
import io.mirstream.contracts.id.StudyUid;
import io.mirstream.contracts.json.Json;
import io.mirstream.contracts.topic.Envelope;
import io.mirstream.contracts.topic.Topics;
import io.mirstream.ingest.admission.StudyEventRules;
import io.mirstream.ingest.http.StudiesResource.EventSender;
import io.mirstream.ingest.opensearch.OpenSearchModels;
import io.quarkus.test.Mock;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@QuarkusTest
@TestProfile(StudiesResourceTest.Configured.class)
class StudiesResourceTest {
    private static final String EVENT = """
            {"studyInstanceUid": "1.2.3", "location": "file:///data/study", "labels": {"split": "train"}}""";

    @Inject
    Topic topic;

    public static class Configured implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("mirstream.locations.roots", "/data", "mirstream.query.url", "http://query.example:1");
        }
    }

    /** The broker, in memory. */
    @Mock
    @Singleton
    static class Topic implements EventSender {
        final List<ProducerRecord<byte[], byte[]>> records = new CopyOnWriteArrayList<>();
        volatile boolean away;

        @Override
        public void send(ProducerRecord<byte[], byte[]> record) {
            if (away) {
                throw new CodedException(ErrorCode.BROKER_UNAVAILABLE, "down");
            }
            records.add(record);
        }
    }

    @BeforeEach
    void empty() {
        topic.records.clear();
        topic.away = false;
    }

    @Test
    void event_is_on_the_topic_and_the_answer_says_where_to_ask_for_the_study() {
        post(EVENT, Map.of("ce-id", "event-1", "ce-source", "urn:pacs", "ce-type", "io.mirstream.study.amended.v1"))
                .statusCode(202)
                .contentType("application/json")
                .header("Location", "http://query.example:1/v1/studies/1.2.3")
                .body("studyInstanceUid", equalTo("1.2.3"))
                .body("eventId", equalTo("event-1"))
                .body("status", equalTo("http://query.example:1/v1/studies/1.2.3"));

        ProducerRecord<byte[], byte[]> record = topic.records.getFirst();
        assertThat(topic.records).hasSize(1);
        assertThat(record.topic()).isEqualTo(Topics.STUDIES.name());
        assertThat(record.key()).asString(UTF_8).isEqualTo("1.2.3");
        StudyEvent event = Topics.STUDIES.read(record.value());
        assertThat(event.location()).contains(URI.create("file:///data/study"));
        assertThat(event.labels()).isEqualTo(Map.of("split", "train"));
        Envelope envelope = Envelope.read(record.headers(), record.value());
        assertThat(envelope.id()).isEqualTo("event-1");
        assertThat(envelope.source()).isEqualTo(URI.create("urn:pacs"));
        assertThat(envelope.type()).isEqualTo(StudyEventType.AMENDED.cloudEventType());
    }

    @Test
    void event_without_headers_is_an_arrival_with_an_id_of_its_own() {
        String first = post(EVENT, Map.of()).statusCode(202).extract().path("eventId");
        String second = post(EVENT, Map.of()).statusCode(202).extract().path("eventId");

        assertThat(first).isNotEqualTo(second);
        Envelope envelope = Envelope.read(
                topic.records.getFirst().headers(), topic.records.getFirst().value());
        assertThat(envelope.id()).isEqualTo(first);
        assertThat(envelope.source()).isEqualTo(StudiesResource.SOURCE);
        assertThat(envelope.type()).isEqualTo(StudyEventType.ARRIVED.cloudEventType());
    }

    @Test
    void study_is_retracted_by_its_uid() {
        given().header("ce-id", "event-2")
                .delete("/v1/studies/1.2.3")
                .then()
                .statusCode(202)
                .body("eventId", equalTo("event-2"))
                .body("status", equalTo("http://query.example:1/v1/studies/1.2.3"));

        ProducerRecord<byte[], byte[]> record = topic.records.getFirst();
        assertThat(Topics.STUDIES.read(record.value())).isEqualTo(StudyEvent.of(new StudyUid("1.2.3")));
        assertThat(Envelope.read(record.headers(), record.value()).type())
                .isEqualTo(StudyEventType.RETRACTED.cloudEventType());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "400 | EVENT_MALFORMED | {",
                "400 | EVENT_MALFORMED | ''",
                "400 | EVENT_MALFORMED | {\"studyInstanceUid\": \"1.2\", \"location\": \"file:///data/x\", \"name\": 1}",
                "400 | EVENT_INVALID | {\"studyInstanceUid\": \"x\", \"location\": \"file:///data/x\"}",
                "400 | EVENT_INVALID | {\"studyInstanceUid\": \"1.2\"}",
                "403 | LOCATION_FORBIDDEN | {\"studyInstanceUid\": \"1.2\", \"location\": \"file:///database/x\"}",
                "403 | LOCATION_FORBIDDEN | {\"studyInstanceUid\": \"1.2\", \"location\": \"file:///data/%2e%2e/x\"}",
                "400 | LOCATION_SCHEME_UNSUPPORTED | {\"studyInstanceUid\": \"1.2\", \"location\": \"s3://data/x\"}",
            })
    void rules_of_the_topic_are_those_of_the_bridge(int status, String code, String body) {
        assertRefused(post(body, Map.of()), status, code);
    }

    @Test
    void event_that_the_topic_would_not_take_for_its_size_is_refused() {
        String large = EVENT + " ".repeat(StudyEventRules.MAX_EVENT_BYTES);

        assertRefused(post(large, Map.of()), 413, "EVENT_TOO_LARGE");
    }

    @ParameterizedTest
    @CsvSource({
        "ce-type, io.mirstream.study.seen.v1, EVENT_TYPE_UNKNOWN",
        "ce-source, not a uri, EVENT_INVALID",
        "ce-id, LONG, EVENT_INVALID",
    })
    void headers_are_held_to_the_same_rules(String header, String value, String code) {
        assertRefused(post(EVENT, Map.of(header, value.replace("LONG", "x".repeat(257)))), 400, code);
    }

    @Test
    void uid_in_the_path_is_held_to_them_too() {
        assertRefused(given().delete("/v1/studies/x").then(), 400, "EVENT_INVALID");
    }

    @Test
    void event_that_the_broker_did_not_take_is_not_accepted() {
        topic.away = true;

        assertRefused(post(EVENT, Map.of()), 503, "BROKER_UNAVAILABLE");
    }

    @Test
    void service_whose_parts_are_all_switched_off_is_ready() {
        given().get("/q/health/ready").then().statusCode(200);
    }

    private static ValidatableResponse post(String body, Map<String, String> headers) {
        return given().contentType("application/json")
                .headers(headers)
                .body(body)
                .post("/v1/studies")
                .then();
    }

    private void assertRefused(ValidatableResponse response, int status, String code) {
        response.statusCode(status)
                .contentType("application/problem+json")
                .body("type", equalTo("urn:mirstream:error:" + code))
                .body("status", equalTo(status))
                .body("code", equalTo(code))
                .body("title", startsWith(code.substring(0, 1)));
        assertThat(topic.records).isEmpty();
    }

    // --- how it is described

    @Test
    void every_operation_is_described_with_examples_that_could_be_real() throws IOException {
        Map<String, Class<?>> answers = Map.of(
                "publish", StudiesResource.Accepted.class,
                "retract", StudiesResource.Accepted.class,
                "list", ModelsResource.Models.class,
                "promote", OpenSearchModels.Promotion.class,
                "rollback", OpenSearchModels.Promotion.class);
        Map<String, Class<?>> bodies = Map.of("publish", StudyEvent.class, "register", ModelRef.class);

        JsonNode description =
                Json.mapper().readTree(given().get("/q/openapi?format=json").asByteArray());

        Map<String, JsonNode> operations = new HashMap<>();
        description
                .path("paths")
                .forEach(path -> path.forEach(operation ->
                        operations.put(operation.path("operationId").asText(), operation)));
        assertThat(operations)
                .containsOnlyKeys("publish", "retract", "list", "register", "promote", "rollback", "remove", "you");
        assertThat(operations).allSatisfy((name, operation) -> {
            assertThat(operation.path("summary").asText()).as(name).isNotBlank();
            assertThat(operation.at("/responses/default/content").has(Problem.MEDIA_TYPE))
                    .as(name)
                    .isTrue();
        });
        answers.forEach((name, type) -> assertThat(
                        operations.get(name).path("responses").findValues("example"))
                .as(name)
                .anySatisfy(example ->
                        assertThat(Json.read(Json.write(example), type)).isNotNull()));
        bodies.forEach((name, type) -> assertThat(Json.read(
                        Json.write(operations.get(name).path("requestBody").findValue("example")), type))
                .as(name)
                .isNotNull());
    }
}
