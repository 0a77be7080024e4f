package io.mirstream.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.mirstream.contracts.event.AuditEvent;
import io.mirstream.contracts.event.StudyEventType;
import io.mirstream.contracts.event.StudyState;
import io.mirstream.contracts.id.CollectionName;
import io.mirstream.contracts.topic.Topics;
import io.mirstream.imaging.phantom.PhantomStudy;
import io.mirstream.standalone.stack.Loopback;
import io.mirstream.standalone.stack.Service;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.zip.Deflater;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** With access on: what is not allowed and what is hostile is refused with a code, while searches go on all the time. */
class AccessIT {
    private static final CollectionName OWN = new CollectionName("access");
    private static final CollectionName FOREIGN = new CollectionName("foreign");
    private static final String WORDS = "two lesions of Jane Doe";
    private static final int MAX_BODY_BYTES = 8 << 20;
    private static final Duration BODY_TIMEOUT = Duration.ofSeconds(10);

    private static final String ALICE = "key of alice";
    private static final String OPERATOR = "key of an operator who sees all";
    private static final String SERVICES = "key of the services";

    private static Mirstream mirstream;
    private static PhantomStudy study;
    private static PhantomStudy foreign;

    private static final ScheduledExecutorService SEARCHES = Executors.newSingleThreadScheduledExecutor();
    private static final AtomicInteger SEARCHED = new AtomicInteger();
    private static final List<String> FAILED = new CopyOnWriteArrayList<>();

    @BeforeAll
    static void studiesAreIndexedAndSearchesRun() throws IOException {
        mirstream = Mirstream.inFreshHome("access", Optional.of(OPERATOR));
        Path settings = mirstream.folder("settings").resolve("access.properties");
        Files.writeString(settings, settings());
        mirstream.home().rememberAccess(settings);
        mirstream.up();
        study = published(4_001, OWN);
        PhantomStudy another = published(4_002, OWN);
        foreign = published(4_003, FOREIGN);
        for (PhantomStudy each : List.of(study, another, foreign)) {
            assertThat(mirstream.awaitEnd(each.studyUid(), each.name()).state()).isEqualTo(StudyState.INDEXED);
        }
        var unused = SEARCHES.scheduleAtFixedRate(AccessIT::searchOn, 0, 200, TimeUnit.MILLISECONDS);
    }

    private static String settings() {
        return String.join(
                "\n",
                "mirstream.access.enabled=true",
                key("alice", ALICE, "reader", OWN.value()),
                key("operator", OPERATOR, "reader,ingest", "*"),
                key("services", SERVICES, "service", "*"),
                "mirstream.access.own-key=" + SERVICES,
                "mirstream.http.body-timeout=" + BODY_TIMEOUT.toSeconds() + "s",
                "quarkus.http.limits.max-body-size=" + MAX_BODY_BYTES);
    }

    private static String key(String name, String key, String roles, String collections) {
        String prefix = "mirstream.access.keys." + name;
        return prefix + ".sha256=" + GuardedQueryService.sha256(key) + "\n" + prefix + ".roles=" + roles + "\n" + prefix
                + ".collections=" + collections;
    }

    private static PhantomStudy published(long seed, CollectionName collection) {
        PhantomStudy phantom = Studies.phantom(seed);
        Path location = Studies.write(phantom, mirstream.folder("studies"));
        mirstream.publish(
                StudyEventType.ARRIVED, Studies.event(phantom.studyUid(), location, collection), phantom.name());
        return phantom;
    }

    private static void searchOn() {
        try {
            HttpResponse<String> response = search(ALICE, "{\"series\":\"" + study.seriesUid() + "\"}");
            if (response.statusCode() != 200) {
                FAILED.add(response.body());
            }
        } catch (RuntimeException e) {
            FAILED.add(e.toString());
        }
        SEARCHED.incrementAndGet();
    }

    @AfterAll
    static void searchesWentOn() throws InterruptedException {
        SEARCHES.shutdown();
        boolean ended = SEARCHES.awaitTermination(1, TimeUnit.MINUTES);
        mirstream.close();
        assertThat(ended).isTrue();
        assertThat(SEARCHED.get()).isPositive();
        assertThat(FAILED).isEmpty();
    }

    // --- who may

    @Test
    void a_wrong_key_is_refused_by_every_service() {
        for (Service service : List.of(Service.QUERY, Service.INGEST, Service.EMBED)) {
            HttpResponse<String> response = send(request(service, "/v1/model").GET(), "wrong");

            assertThat(response.headers().firstValue("WWW-Authenticate")).isPresent();
            assertRefused(response, 401, "UNAUTHENTICATED");
        }
    }

    @Test
    void a_foreign_collection_is_refused_and_its_series_and_studies_are_unknown() {
        assertRefused(
                search(ALICE, "{\"series\":\"" + study.seriesUid() + "\",\"filters\":{\"collections\":[\"foreign\"]}}"),
                403,
                "FORBIDDEN");
        assertRefused(search(ALICE, "{\"series\":\"" + foreign.seriesUid() + "\"}"), 404, "SERIES_UNKNOWN");
        assertRefused(
                send(request(Service.QUERY, "/v1/studies/" + foreign.studyUid()).GET(), ALICE), 404, "STUDY_UNKNOWN");

        String query = "{\"series\":\"" + study.seriesUid() + "\"}";
        assertThat(collections(search(OPERATOR, query))).contains("access", "foreign");
        assertThat(collections(search(ALICE, query))).containsOnly("access");
    }

    @Test
    void previews_of_a_foreign_collection_are_unknown() {
        for (String image : List.of("", "/coronal")) {
            await("previews")
                    .atMost(Mirstream.PATIENCE)
                    .until(() -> previews(foreign, image, OPERATOR).statusCode(), status -> status == 200);
            await("own previews")
                    .atMost(Mirstream.PATIENCE)
                    .until(() -> previews(study, image, ALICE).statusCode(), status -> status == 200);

            assertRefused(previews(foreign, image, ALICE), 404, "PREVIEW_UNKNOWN");
        }
    }

    private static HttpResponse<String> previews(PhantomStudy of, String image, String key) {
        return send(
                request(Service.QUERY, "/v1/series/" + of.seriesUid() + "/previews" + image)
                        .GET(),
                key);
    }

    private static List<String> collections(HttpResponse<String> found) {
        List<String> collections = new ArrayList<>();
        for (JsonNode hit : Mirstream.json(found).path("hits")) {
            collections.add(hit.path("collection").asText());
        }
        return collections;
    }

    @Test
    void a_reader_neither_promotes_models_nor_changes_studies() {
        assertRefused(
                send(
                        request(Service.INGEST, "/v1/models/0123456789abcdef/promote")
                                .POST(HttpRequest.BodyPublishers.noBody()),
                        ALICE),
                403,
                "FORBIDDEN");
        assertRefused(
                send(request(Service.INGEST, "/v1/studies/" + study.studyUid()).DELETE(), ALICE), 403, "FORBIDDEN");
        assertRefused(
                send(request(Service.EMBED, "/v1/embed").POST(HttpRequest.BodyPublishers.ofString("{}")), ALICE),
                403,
                "FORBIDDEN");
    }

    @Test
    void the_command_line_asks_with_its_key() {
        String series = study.seriesUid().value();

        Mirstream.Ended allowed = mirstream.run("search", "--series", series, "--key", ALICE, "--json");
        Mirstream.Ended refused = mirstream.run("search", "--series", series);

        assertThat(allowed.exitCode()).as(allowed.err()).isZero();
        assertThat(allowed.json().path("method").asText()).isEqualTo("volume-avg");
        assertThat(refused.exitCode()).isEqualTo(1);
        assertThat(refused.err()).contains("UNAUTHENTICATED");
    }

    // --- what is told of it

    @Test
    void a_search_is_on_the_audit_topic_without_its_words_and_uids() {
        assertThat(search(ALICE, "{\"text\":\"" + WORDS + "\",\"k\":7}").statusCode())
                .isEqualTo(200);

        List<String> records = new ArrayList<>();
        try (KafkaConsumer<byte[], byte[]> audit = new KafkaConsumer<>(
                Map.of(
                        CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG,
                        mirstream.stack().bootstrap()),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = audit.partitionsFor(Topics.AUDIT.name()).stream()
                    .map(partition -> new TopicPartition(partition.topic(), partition.partition()))
                    .toList();
            audit.assign(partitions);
            audit.seekToBeginning(partitions);
            await().atMost(Mirstream.PATIENCE).until(() -> {
                for (ConsumerRecord<byte[], byte[]> record : audit.poll(Duration.ofMillis(200))) {
                    AuditEvent event = Topics.AUDIT.read(record.value());
                    records.add(event.who() + " " + new String(record.value(), StandardCharsets.UTF_8));
                }
                return records.stream().anyMatch(record -> record.startsWith("alice") && record.contains("\"7\""));
            });
        }

        assertThat(records)
                .allSatisfy(record -> assertThat(record)
                        .doesNotContain("Jane")
                        .doesNotContain(study.seriesUid().value())
                        .doesNotContain(foreign.studyUid().value()));
    }

    // --- hostile use

    @Test
    void malformed_json_is_refused() {
        assertRefused(search(ALICE, "{\"series\":"), 400, "QUERY_INVALID");
        assertRefused(search(ALICE, "[".repeat(100_000)), 400, "QUERY_INVALID");
    }

    @Test
    void a_chunked_upload_beyond_the_limit_is_refused() {
        byte[] body = new byte[MAX_BODY_BYTES + (1 << 20)];
        HttpRequest.BodyPublisher chunked =
                HttpRequest.BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(body));

        assertRefused(
                send(
                        request(Service.QUERY, "/v1/search")
                                .header("Content-Type", "application/json")
                                .POST(chunked),
                        ALICE),
                413,
                "LIMIT_EXCEEDED");
    }

    @Test
    void a_client_that_does_not_finish_is_refused() throws IOException {
        int port = Service.QUERY.port(mirstream.stack().ports());
        try (Socket socket = new Socket("127.0.0.1", port)) {
            socket.setSoTimeout((int) Duration.ofMinutes(1).toMillis());
            socket.getOutputStream()
                    .write(("POST /v1/search HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
                                    + "X-Api-Key: " + ALICE + "\r\nContent-Length: 1000\r\n\r\n{")
                            .getBytes(StandardCharsets.US_ASCII));

            String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

            assertThat(answer).startsWith("HTTP/1.1 408").contains("REQUEST_TIMEOUT");
        }
    }

    @Test
    void a_zip_bomb_is_refused() throws IOException {
        assertRefused(upload(zipBomb()), 413, "LIMIT_EXCEEDED");
    }

    @Test
    void a_query_of_10_000_slices_is_refused() throws IOException {
        assertRefused(upload(nifti(16, 16, 10_000)), 413, "LIMIT_EXCEEDED");
    }

    /** A folder that pretends to have 5 GiB of content: one MiB of zeros, deflated once and repeated. */
    private static byte[] zipBomb() throws IOException {
        ByteArrayOutputStream zip = new ByteArrayOutputStream();
        ByteBuffer header = ByteBuffer.allocate(32).order(ByteOrder.LITTLE_ENDIAN);
        header.putInt(0x04034b50)
                .putShort((short) 20)
                .putShort((short) 8) // sizes come behind the data
                .putShort((short) 8) // deflated
                .position(26);
        header.putShort((short) 2).putShort((short) 0).put((byte) 'a').put((byte) '/');
        zip.write(header.array());
        byte[] block = new byte[1 << 16];
        Deflater deflater = new Deflater(Deflater.BEST_COMPRESSION, true);
        deflater.setInput(new byte[1 << 20]);
        int length = deflater.deflate(block, 0, block.length, Deflater.FULL_FLUSH);
        deflater.end();
        for (int i = 0; i < 5 << 10; i++) {
            zip.write(block, 0, length);
        }
        return zip.toByteArray();
    }

    /** NIfTI-1 (nifti1.h): int16, 1 mm, all zero. */
    private static byte[] nifti(int columns, int rows, int slices) {
        int offset = 352;
        ByteBuffer file =
                ByteBuffer.allocate(offset + columns * rows * slices * 2).order(ByteOrder.LITTLE_ENDIAN);
        file.putInt(0, 348);
        short[] dim = {3, (short) columns, (short) rows, (short) slices, 1, 1, 1, 1};
        float[] pixdim = {1, 1, 1, 1, 0, 0, 0, 0};
        for (int i = 0; i < dim.length; i++) {
            file.putShort(40 + 2 * i, dim[i]);
            file.putFloat(76 + 4 * i, pixdim[i]);
        }
        file.putShort(70, (short) 4).putShort(72, (short) 16); // int16
        file.putFloat(108, offset).putFloat(112, 1); // slope
        file.put(123, (byte) 2); // mm
        file.putShort(254, (short) 1); // a scanner's coordinates, by the three rows
        for (int axis = 0; axis < 3; axis++) {
            file.putFloat(280 + 20 * axis, 1);
        }
        file.put(344, "n+1\0".getBytes(StandardCharsets.US_ASCII));
        return file.array();
    }

    // --- requests

    private static HttpResponse<String> upload(byte[] image) throws IOException {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        body.write(("--x\r\nContent-Disposition: form-data; name=\"image\"; filename=\"image\"\r\n"
                        + "Content-Type: application/octet-stream\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII));
        body.write(image);
        body.write("\r\n--x--\r\n".getBytes(StandardCharsets.US_ASCII));
        return send(
                request(Service.QUERY, "/v1/search")
                        .header("Content-Type", "multipart/form-data; boundary=x")
                        .POST(HttpRequest.BodyPublishers.ofByteArray(body.toByteArray())),
                ALICE);
    }

    private static HttpResponse<String> search(String key, String query) {
        return send(
                request(Service.QUERY, "/v1/search")
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString(query)),
                key);
    }

    private static HttpRequest.Builder request(Service service, String path) {
        return HttpRequest.newBuilder(URI.create(mirstream.stack().serviceUrl(service) + path));
    }

    private static HttpResponse<String> send(HttpRequest.Builder request, String key) {
        try {
            return Loopback.send(request, Optional.of(key));
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static void assertRefused(HttpResponse<String> response, int status, String code) {
        assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
        assertThat(response.headers().firstValue("Content-Type")).contains("application/problem+json");
        assertThat(Mirstream.json(response).path("code").asText()).isEqualTo(code);
        assertThat(response.body()).doesNotContain("Exception").doesNotContain("\\tat ");
    }
}
