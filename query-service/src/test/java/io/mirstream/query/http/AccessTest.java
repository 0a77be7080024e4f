package io.mirstream.query.http;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.nullValue;
import static org.hamcrest.Matchers.startsWith;

import io.mirstream.contracts.error.Problem;
import io.mirstream.contracts.event.AuditEvent;
import io.mirstream.contracts.json.Json;
import io.mirstream.query.EmbedAnswers;
import io.mirstream.query.Peer.Answer;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.RestAssured;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import io.smallrye.jwt.build.Jwt;
import jakarta.inject.Inject;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** With access on: who may ask what, and what is told of it. */
@QuarkusTest
@WithTestResource(Peers.class)
@TestProfile(AccessTest.AccessOn.class)
class AccessTest {
    private static final String READER = "key of a reader of clinical";
    private static final String STRANGER = "key of a reader of trial-7";
    private static final String SENDER = "key of a sender";
    private static final String ADMINISTRATOR = "key of an administrator";
    private static final String HASTY = "key of somebody hasty";
    private static final String THOROUGH = "key of somebody thorough";
    private static final String OWN = "key of the query-service";

    private static final Duration BODY_TIMEOUT = Duration.ofSeconds(3);

    /** Hands the key from the profile to the test, which are of different class loaders. */
    private static final String PRIVATE_KEY = "test.private-key";

    Peers.Both peers;

    @Inject
    HeardAudit audit;

    public static final class AccessOn implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            Map<String, String> settings = new HashMap<>();
            settings.put("mirstream.access.enabled", "true");
            key(settings, "reader", READER, "reader", "clinical");
            key(settings, "stranger", STRANGER, "reader", "trial-7");
            key(settings, "sender", SENDER, "ingest", "*");
            key(settings, "administrator", ADMINISTRATOR, "admin", "*");
            key(settings, "hasty", HASTY, "reader", "clinical");
            key(settings, "thorough", THOROUGH, "reader", "clinical");
            settings.put("mirstream.access.own-key", OWN);
            settings.put("mirstream.access.rate.per-second", "1");
            settings.put("mirstream.access.rate.burst", "50");
            settings.put("mirstream.access.oidc.enabled", "true");
            settings.put("mirstream.access.oidc.grants.radiology.roles", "reader");
            settings.put("mirstream.access.oidc.grants.radiology.collections", "clinical");
            settings.put("quarkus.oidc.public-key", publicKey());
            settings.put("mirstream.http.body-timeout", BODY_TIMEOUT.toSeconds() + "s");
            return settings;
        }

        private static void key(
                Map<String, String> settings, String name, String key, String role, String collections) {
            settings.put("mirstream.access.keys." + name + ".sha256", sha256(key));
            settings.put("mirstream.access.keys." + name + ".roles", role);
            settings.put("mirstream.access.keys." + name + ".collections", collections);
        }

        private static String sha256(String key) {
            try {
                return HexFormat.of()
                        .formatHex(MessageDigest.getInstance("SHA-256").digest(key.getBytes(StandardCharsets.UTF_8)));
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException(e);
            }
        }

        private static String publicKey() {
            try {
                KeyPair pair = KeyPairGenerator.getInstance("RSA").generateKeyPair();
                System.setProperty(
                        PRIVATE_KEY,
                        Base64.getEncoder().encodeToString(pair.getPrivate().getEncoded()));
                return Base64.getEncoder().encodeToString(pair.getPublic().getEncoded());
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    @BeforeEach
    void oneSeriesIsIndexed() {
        audit.events.clear();
        peers.opensearch().asked.clear();
        peers.embed().authorizations.clear();
        peers.opensearch().answers(QueryServiceTest::liveIndex);
        peers.embed().answers(EmbedAnswers::of);
    }

    private static RequestSpecification as(String key) {
        return given().header("Authorization", "Bearer " + key);
    }

    private static ValidatableResponse search(RequestSpecification caller, String query) {
        return caller.contentType(ContentType.JSON)
                .body(query)
                .post("/v1/search")
                .then();
    }

    private static void problem(ValidatableResponse response, int status, String code) {
        response.statusCode(status).contentType(Problem.MEDIA_TYPE).body("code", equalTo(code));
    }

    // --- who

    @Test
    void nobody_is_refused_and_told_what_is_needed() {
        ValidatableResponse response = search(given(), "{\"series\":\"1.2\"}");

        problem(response, 401, "UNAUTHENTICATED");
        response.header("WWW-Authenticate", "Bearer realm=\"mirstream\"");
    }

    @ParameterizedTest
    @CsvSource({
        "Authorization, Bearer wrong",
        "Authorization, Basic cmVhZGVyOg==",
        "Authorization, Bearer a.b.c",
        "X-Api-Key, wrong",
        "X-Api-Key, ''"
    })
    void wrong_key_or_token_is_refused(String header, String value) {
        ValidatableResponse response = search(given().header(header, value), "{\"series\":\"1.2\"}");

        problem(response, 401, "UNAUTHENTICATED");
        response.header("WWW-Authenticate", "Bearer realm=\"mirstream\", error=\"invalid_token\"");
        assertThat(peers.opensearch().asked).isEmpty();
    }

    @Test
    void key_is_taken_in_either_header() {
        search(as(READER), "{\"series\":\"1.2\"}").statusCode(200);
        search(given().header("X-Api-Key", READER), "{\"series\":\"1.2\"}").statusCode(200);
    }

    @Test
    void token_of_the_provider_gives_what_its_roles_are_granted() {
        as(token("alice", "radiology", "offline_access"))
                .get("/v1/access")
                .then()
                .statusCode(200)
                .body("on", equalTo(true))
                .body("name", equalTo("oidc:alice"))
                .body("roles", equalTo(java.util.List.of("reader")))
                .body("allCollections", equalTo(false))
                .body("collections", equalTo(java.util.List.of("clinical")));
        search(as(token("alice", "radiology")), "{\"series\":\"1.2\"}").statusCode(200);
    }

    @Test
    void token_whose_roles_are_granted_nothing_is_forbidden() {
        problem(search(as(token("bob", "admin")), "{\"series\":\"1.2\"}"), 403, "FORBIDDEN");
    }

    @Test
    void token_that_was_tampered_with_is_refused() {
        String token = token("alice", "radiology");
        String forged = token.substring(0, token.lastIndexOf('.')) + ".c2lnbmF0dXJl";

        problem(search(as(forged), "{\"series\":\"1.2\"}"), 401, "UNAUTHENTICATED");
    }

    private static String token(String name, String... groups) {
        try {
            PrivateKey key = KeyFactory.getInstance("RSA")
                    .generatePrivate(
                            new PKCS8EncodedKeySpec(Base64.getDecoder().decode(System.getProperty(PRIVATE_KEY))));
            return Jwt.upn(name).groups(java.util.Set.of(groups)).expiresIn(60).sign(key);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void caller_without_a_key_learns_that_it_needs_one() {
        given().get("/v1/access")
                .then()
                .statusCode(200)
                .body("on", equalTo(true))
                .body("name", nullValue())
                .body("roles", nullValue());
        problem(as("wrong").get("/v1/access").then(), 401, "UNAUTHENTICATED");
    }

    // --- what

    @ParameterizedTest
    @ValueSource(strings = {"/q/health/live", "/q/metrics", "/", "/page/main.js", "/q/openapi", "/q/swagger-ui/"})
    void health_metrics_page_and_description_stay_open(String path) {
        given().get(path).then().statusCode(200);
    }

    @Test
    void role_decides_what_may_be_done() {
        problem(search(as(SENDER), "{\"series\":\"1.2\"}"), 403, "FORBIDDEN");
        problem(as(READER).post("/v1/models/0123456789abcdef/promote").then(), 403, "FORBIDDEN");
        as(SENDER).get("/v1/studies/1.2.3").then().statusCode(200);
        as(ADMINISTRATOR).post("/v1/models/0123456789abcdef/promote").then().statusCode(404);
    }

    @Test
    void path_written_otherwise_opens_no_door() {
        for (String path :
                new String[] {"/v1;a=b/collections", "/%76%31/collections", "//v1/collections", "/x/../v1/collections"
                }) {
            given().urlEncodingEnabled(false).get(path).then().statusCode(401);
        }
    }

    @Test
    void search_without_collections_is_narrowed_to_those_of_the_caller() {
        search(as(READER), "{\"series\":\"1.2\"}").statusCode(200).body("hits", hasSize(1));

        assertThat(peers.opensearch().asked)
                .filteredOn(request -> request.path().equals("/_msearch"))
                .isNotEmpty()
                .allSatisfy(request -> assertThat(request.body()).contains("{\"collection\":[\"clinical\"]}"));
    }

    @Test
    void search_of_a_foreign_collection_is_forbidden() {
        problem(
                search(as(READER), "{\"series\":\"1.2\",\"filters\":{\"collections\":[\"clinical\",\"trial-7\"]}}"),
                403,
                "FORBIDDEN");
    }

    @Test
    void series_study_and_collection_of_others_are_as_unknown_as_if_they_were_not_there() {
        problem(search(as(STRANGER), "{\"series\":\"1.2\"}"), 404, "SERIES_UNKNOWN");
        problem(as(STRANGER).get("/v1/studies/1.2.3").then(), 404, "STUDY_UNKNOWN");
        as(STRANGER).get("/v1/collections").then().statusCode(200).body("collections", nullValue());

        as(READER).get("/v1/studies/1.2.3").then().statusCode(200);
        as(READER).get("/v1/collections").then().statusCode(200).body("collections", hasSize(1));
    }

    @Test
    void recent_studies_are_looked_for_in_the_collections_of_the_caller_and_others_are_not_shown() {
        as(READER).get("/v1/studies").then().statusCode(200).body("studies", hasSize(1));
        as(STRANGER)
                .get("/v1/studies")
                .then()
                .statusCode(200)
                .body("studies", nullValue()); // that there are none is left out

        assertThat(peers.opensearch().asked)
                .filteredOn(asked -> asked.path().equals("/mirstream-status/_search"))
                .extracting(
                        asked -> asked.json().at("/query/terms/collection/0").asText())
                .containsExactly("clinical", "trial-7");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/v1/facets", "/v1/studies/1.2.3/series"})
    void what_is_known_of_series_is_that_of_the_collections_of_the_caller(String path) {
        as(STRANGER).get(path).then().statusCode(200);

        assertThat(peers.opensearch().asked)
                .extracting(asked -> asked.json()
                        .at("/query/bool/filter/0/terms/collection/0")
                        .asText())
                .containsExactly("trial-7");
    }

    @Test
    void facets_of_a_foreign_collection_are_refused_and_filters_that_are_none_are_invalid() {
        problem(as(STRANGER).get("/v1/facets?collection=clinical").then(), 403, "FORBIDDEN");
        for (String filter :
                new String[] {"collection=Clinical!", "label=lesions", "label=a=1&label=a=2", "from=May"}) {
            problem(as(STRANGER).get("/v1/facets?" + filter).then(), 400, "QUERY_INVALID");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/v1/studies", "/v1/ingestion/events"})
    void studies_are_listed_for_nobody_without_a_key_or_a_role(String path) {
        problem(given().get(path).then(), 401, "UNAUTHENTICATED");
        problem(as(ADMINISTRATOR).get(path).then(), 403, "FORBIDDEN");
    }

    @Test
    void service_is_known_to_the_embed_service_by_its_own_key() {
        search(as(READER), "{\"text\":\"a cyst\"}").statusCode(200);

        assertThat(peers.embed().authorizations).isNotEmpty().containsOnly("Bearer " + OWN);
    }

    @Test
    void refusal_of_the_service_itself_is_not_handed_on_as_one_of_the_caller() {
        peers.embed()
                .answers(request -> new Answer(
                        401,
                        Problem.MEDIA_TYPE,
                        json(Problem.of(io.mirstream.contracts.error.ErrorCode.UNAUTHENTICATED, ""))));

        problem(search(as(READER), "{\"text\":\"a cyst\"}"), 503, "EMBED_UNAVAILABLE");
    }

    @Test
    void who_asks_too_often_is_told_when_to_come_back() {
        ValidatableResponse refused = IntStream.range(0, 100)
                .mapToObj(i -> as(HASTY).get("/v1/access").then())
                .filter(response -> response.extract().statusCode() != 200)
                .findFirst()
                .orElseThrow();

        problem(refused, 429, "RATE_LIMITED");
        assertThat(Integer.parseInt(refused.extract().header("Retry-After"))).isBetween(1, 2);
    }

    @Test
    void batch_counts_as_many_requests_as_it_has_searches() {
        ValidatableResponse refused = IntStream.range(0, 3)
                .mapToObj(i -> as(THOROUGH)
                        .contentType(ContentType.JSON)
                        .body("{\"searches\":[" + "{},".repeat(29) + "{}]}")
                        .post("/v1/search/batch")
                        .then())
                .filter(response -> response.extract().statusCode() != 200)
                .findFirst()
                .orElseThrow();

        problem(refused, 429, "RATE_LIMITED");
        assertThat(Integer.parseInt(refused.extract().header("Retry-After"))).isPositive();
    }

    @Test
    void batch_is_narrowed_search_by_search_and_audited_once() {
        as(READER)
                .contentType(ContentType.JSON)
                .body("{\"searches\":[{\"series\":\"1.2\"},{\"text\":\"Jane Doe\",\"filters\":"
                        + "{\"collections\":[\"trial-7\"]}}]}")
                .post("/v1/search/batch")
                .then()
                .statusCode(200)
                .body("answers[0].result.hits", hasSize(1))
                .body("answers[1].problem.code", equalTo("FORBIDDEN"));

        AuditEvent event = heard(search -> "batch".equals(details(search).get("query")));
        assertThat(details(event))
                .containsEntry("searches", "2")
                .containsEntry("hits", "1")
                .containsEntry("collections", "clinical")
                .containsEntry("method", "volume-avg")
                .containsEntry("refused", "FORBIDDEN");
        assertThat(json(event)).doesNotContain("Jane");
    }

    // --- what is told of it

    @Test
    void search_is_audited_without_its_words() {
        search(as(READER), "{\"text\":\"a cyst of Jane Doe\",\"k\":7}").statusCode(200);

        AuditEvent event = heard(search -> "7".equals(details(search).get("k")));
        String json = json(event);
        assertThat(event.who()).isEqualTo("reader");
        assertThat(event.outcome()).isEqualTo("0");
        assertThat(details(event))
                .containsEntry("query", "text")
                .containsEntry("method", "text-report")
                .containsEntry("k", "7")
                .containsEntry("collections", "clinical")
                .containsEntry("model", "0123456789abcdef")
                .containsEntry("hits", "1");
        assertThat(json).doesNotContain("Jane").doesNotContain("1.2.3");
        assertThat(audit.events)
                .filteredOn(search -> "7".equals(details(search).get("k")))
                .hasSize(1);
    }

    @Test
    void refusals_are_audited_with_their_code() {
        search(given(), "{\"series\":\"1.2\"}");
        search(as(READER), "{\"serie\":\"1.2\"}");

        heard(event -> isRefusedWith(event, "UNAUTHENTICATED"));
        assertThat(heard(event -> isRefusedWith(event, "QUERY_INVALID")).outcome())
                .isEqualTo("4");
    }

    @Test
    void reading_a_study_is_audited_by_a_hash_of_its_uid() {
        as(READER).get("/v1/studies/1.2.3");

        AuditEvent event =
                heard(read -> read.who().equals("reader") && nameOf(read).equals("read"));
        assertThat(details(event)).containsKey("studyHash");
        assertThat(json(event)).doesNotContain("1.2.3");
    }

    @Test
    void previews_of_others_are_as_unknown_as_if_they_were_not_there() {
        peers.opensearch().answers(PreviewsTest::previewed);

        problem(as(STRANGER).get("/v1/series/1.2/previews").then(), 404, "PREVIEW_UNKNOWN");
        problem(as(STRANGER).get("/v1/series/1.2/previews/coronal").then(), 404, "PREVIEW_UNKNOWN");
        problem(as(SENDER).get("/v1/series/1.2/previews/coronal").then(), 403, "FORBIDDEN");
    }

    @Test
    void looking_at_the_images_of_a_series_is_audited_once() {
        peers.opensearch().answers(PreviewsTest::previewed);

        for (int image = 0; image < 3; image++) {
            as(READER).get("/v1/series/1.2/previews/coronal").then().statusCode(200);
        }
        as(READER).get("/v1/series/1.4/previews/coronal").then().statusCode(404);

        heard(event -> isRefusedWith(event, "PREVIEW_UNKNOWN"));
        assertThat(audit.events)
                .filteredOn(
                        event -> event.who().equals("reader") && event.outcome().equals("0"))
                .filteredOn(event -> details(event).containsKey("studyHash"))
                .hasSize(1);
    }

    private static boolean isRefusedWith(AuditEvent event, String code) {
        return event.outcomeDesc().map(Enum::name).filter(code::equals).isPresent();
    }

    private static String nameOf(AuditEvent event) {
        return event.entity().getFirst().name();
    }

    /** Told after the answer: events of earlier tests may still arrive, too. */
    private AuditEvent heard(Predicate<AuditEvent> sought) {
        await().until(() -> audit.events.stream().anyMatch(sought));
        return audit.events.stream().filter(sought).findFirst().orElseThrow();
    }

    private static Map<String, String> details(AuditEvent event) {
        Map<String, String> details = new HashMap<>();
        event.entity().getFirst().detail().forEach(detail -> details.put(detail.type(), detail.valueString()));
        return details;
    }

    private static String json(Object value) {
        return new String(Json.write(value), StandardCharsets.UTF_8);
    }

    // --- what browsers are told

    @Test
    void answers_say_what_browsers_must_not_do() {
        given().get("/")
                .then()
                .header("Content-Security-Policy", startsWith("default-src 'none'; script-src 'self';"))
                .header("X-Content-Type-Options", "nosniff")
                .header("Referrer-Policy", "no-referrer")
                .header("Cross-Origin-Resource-Policy", "same-origin")
                .header("Permissions-Policy", startsWith("camera=()"));
        as(READER).get("/v1/collections").then().header("Cache-Control", "no-store");
        given().header("Origin", "https://elsewhere.example")
                .get("/v1/collections")
                .then()
                .header("Cache-Control", "no-store")
                .header("Access-Control-Allow-Origin", nullValue());
    }

    // --- hostile use

    @ParameterizedTest
    @ValueSource(strings = {"application/json", "multipart/form-data; boundary=x"})
    void body_beyond_the_limit_is_refused_also_when_it_is_not_announced(String type) throws Exception {
        byte[] head = type.startsWith("multi")
                ? "--x\r\nContent-Disposition: form-data; name=\"image\"; filename=\"i\"\r\n\r\n"
                        .getBytes(StandardCharsets.US_ASCII)
                : new byte[0];
        byte[] body = java.util.Arrays.copyOf(head, head.length + Peers.MAX_BODY_BYTES + 1_000);
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + RestAssured.port + "/v1/search"))
                .header("Authorization", "Bearer " + READER)
                .header("Content-Type", type)
                .POST(HttpRequest.BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(body)))
                .build();

        try (HttpClient client =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()) {
            HttpResponse<String> response = client.send(request, HttpResponse.BodyHandlers.ofString());

            assertThat(response.statusCode()).isEqualTo(413);
            assertThat(response.headers().firstValue("Content-Type")).contains(Problem.MEDIA_TYPE);
            assertThat(response.body()).contains("LIMIT_EXCEEDED");
        }
    }

    @Test
    void answer_that_takes_long_is_no_late_body() {
        Instant asked = Instant.now();
        peers.embed().answers(request -> {
            if (request.path().equals("/v1/embed")) {
                await().until(() ->
                        Instant.now().isAfter(asked.plus(BODY_TIMEOUT).plusMillis(500)));
            }
            return EmbedAnswers.of(request);
        });

        search(as(READER), "{\"text\":\"a cyst\"}").statusCode(200);
    }

    @Test
    void body_that_does_not_come_in_time_is_refused_and_the_connection_closed() throws IOException {
        try (Socket socket = new Socket("127.0.0.1", RestAssured.port)) {
            socket.setSoTimeout(60_000);
            socket.getOutputStream()
                    .write(("POST /v1/search HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
                                    + "X-Api-Key: " + READER + "\r\nContent-Length: 100\r\n\r\n{\"series\"")
                            .getBytes(StandardCharsets.US_ASCII));

            String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

            assertThat(answer).startsWith("HTTP/1.1 408").contains("REQUEST_TIMEOUT");
        }
    }
}
