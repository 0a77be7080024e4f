package io.mirstream.standalone.stack;

import com.fasterxml.jackson.databind.JsonNode;
import io.mirstream.contracts.error.CodedException;
import io.mirstream.contracts.error.Problem;
import io.mirstream.contracts.id.ModelFingerprint;
import io.mirstream.contracts.json.Json;
import io.mirstream.contracts.topic.Groups;
import io.mirstream.contracts.topic.Topics;
import io.mirstream.standalone.home.Failure;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.GroupIdNotFoundException;
import org.apache.kafka.common.errors.GroupNotEmptyException;

/** The models of a running stack, and what the ingest-service does with them when it is told to. */
public final class Models {
    /** How long the broker may take to see that a group's last member is gone. */
    private static final Duration LEAVE_PATIENCE = Duration.ofSeconds(60);

    private static final Duration LEAVE_POLL = Duration.ofMillis(500);

    private final Stack stack;

    /** @param stack of which all but added models must run */
    public Models(Stack stack) {
        this.stack = stack;
    }

    /**
     * A model that has indices.
     *
     * @param role live, previous or candidate
     * @param process that runs it here; empty when none does
     */
    public record Known(
            String id,
            String version,
            ModelFingerprint fingerprint,
            String role,
            long series,
            long slices,
            Optional<String> process) {
        public boolean isLive() {
            return role.equals("live");
        }
    }

    /**
     * How far back a model that is added now can begin.
     *
     * @param retentionMs of requests on their topic; negative when they stay for ever
     * @param oldest request that is still there
     */
    public record Requests(long retentionMs, Optional<Instant> oldest) {}

    /** What the ingest-service knows; the broker is not asked. */
    public List<Known> list() {
        Optional<String> builtIn = builtIn();
        List<Known> models = new ArrayList<>();
        for (JsonNode each : call(request("/v1/models").GET()).path("models")) {
            JsonNode model = each.path("model");
            ModelFingerprint fingerprint =
                    new ModelFingerprint(model.path("fingerprint").asText());
            models.add(new Known(
                    model.path("id").asText(),
                    model.path("version").asText(),
                    fingerprint,
                    each.path("role").asText().toLowerCase(Locale.ROOT),
                    each.path("series").asLong(),
                    each.path("slices").asLong(),
                    process(fingerprint, builtIn)));
        }
        return models;
    }

    /** Requests that each model's embed-services have not done yet. */
    public Map<ModelFingerprint, Long> lags(List<Known> models) {
        try (Admin admin = stack.admin()) {
            Map<TopicPartition, Long> ends = Observation.offsets(admin, OffsetSpec.latest());
            Map<TopicPartition, Long> beginnings = Observation.offsets(admin, OffsetSpec.earliest());
            Map<ModelFingerprint, Long> lags = new HashMap<>();
            for (Known model : models) {
                lags.put(model.fingerprint(), lag(admin, model.fingerprint(), beginnings, ends));
            }
            return lags;
        } catch (ExecutionException e) {
            throw new Failure("the broker does not answer: " + e.getCause().getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Failure("interrupted", e);
        }
    }

    /** A model by its id or fingerprint. */
    public Known named(String idOrFingerprint) {
        List<Known> all = list();
        List<Known> named = all.stream()
                .filter(model -> model.fingerprint().value().equals(idOrFingerprint))
                .toList();
        if (named.isEmpty()) {
            named = all.stream()
                    .filter(model -> model.id().equals(idOrFingerprint))
                    .toList();
        }
        if (named.isEmpty()) {
            throw new Failure(
                    "MODEL_UNKNOWN: no model here is called " + idOrFingerprint + ": see ./mirstream model list");
        }
        if (named.size() > 1) {
            throw new Failure(idOrFingerprint + " is the id of several models: give a fingerprint");
        }
        return named.getFirst();
    }

    public Requests requests() {
        ConfigResource topic = new ConfigResource(ConfigResource.Type.TOPIC, Topics.EMBED_REQUESTS.name());
        try (Admin admin = stack.admin()) {
            ConfigEntry retention =
                    admin.describeConfigs(List.of(topic)).all().get().get(topic).get(Broker.RETENTION);
            return new Requests(Long.parseLong(retention.value()), oldest(admin));
        } catch (ExecutionException e) {
            throw new Failure("the broker does not answer: " + e.getCause().getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Failure("interrupted", e);
        }
    }

    private static Optional<Instant> oldest(Admin admin) throws ExecutionException, InterruptedException {
        List<Instant> first = new ArrayList<>();
        Map<TopicPartition, OffsetSpec> wanted = new HashMap<>();
        Observation.offsets(admin, OffsetSpec.earliest())
                .keySet()
                .forEach(partition -> wanted.put(partition, OffsetSpec.forTimestamp(0)));
        wanted.keySet().removeIf(partition -> !isRequests(partition));
        admin.listOffsets(wanted).all().get().values().forEach(found -> {
            if (found.timestamp() > 0) {
                first.add(Instant.ofEpochMilli(found.timestamp()));
            }
        });
        return first.stream().min(Instant::compareTo);
    }

    // --- changes

    /** Has a model's indices made; returns once they are there. */
    public void register(JsonNode model) {
        call(request("/v1/models/" + model.path("fingerprint").asText())
                .header("Content-Type", "application/json")
                .PUT(HttpRequest.BodyPublishers.ofByteArray(Json.write(model))));
    }

    public JsonNode promote(ModelFingerprint model, boolean force) {
        return call(
                request("/v1/models/" + model + "/promote?force=" + force).POST(HttpRequest.BodyPublishers.noBody()));
    }

    public JsonNode rollback() {
        return call(request("/v1/models/rollback").POST(HttpRequest.BodyPublishers.noBody()));
    }

    /** Deletes its indices, again if need be, and what is known of how far it came, so that it would begin anew. Its process must be stopped. */
    public void delete(ModelFingerprint model) {
        call(request("/v1/models/" + model).DELETE());
        long deadline = System.nanoTime() + LEAVE_PATIENCE.toNanos();
        try (Admin admin = stack.admin()) {
            while (!isGroupDeleted(admin, Groups.embed(model))) {
                if (System.nanoTime() > deadline) {
                    throw new Failure("the broker still has members of the group " + Groups.embed(model));
                }
                TimeUnit.NANOSECONDS.sleep(LEAVE_POLL.toNanos());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Failure("interrupted", e);
        }
    }

    private static boolean isGroupDeleted(Admin admin, String group) throws InterruptedException {
        try {
            admin.deleteConsumerGroups(List.of(group)).all().get();
            return true;
        } catch (ExecutionException e) {
            return switch (e.getCause()) {
                case GroupIdNotFoundException gone -> true;
                case GroupNotEmptyException members -> false;
                default ->
                    throw new Failure(
                            "the broker does not answer: " + e.getCause().getMessage(), e);
            };
        }
    }

    // --- processes

    private Optional<String> builtIn() {
        try {
            HttpResponse<String> answer = Loopback.get(stack.serviceUrl(Service.EMBED) + "/v1/model", stack.key());
            return Optional.of(
                    Json.mapper().readTree(answer.body()).path("fingerprint").asText());
        } catch (IOException e) {
            return Optional.empty(); // it was removed, or is down
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Failure("interrupted", e);
        }
    }

    private Optional<String> process(ModelFingerprint model, Optional<String> builtIn) {
        if (builtIn.filter(model.value()::equals).isPresent()) {
            return Optional.of(Service.EMBED.module());
        }
        return stack.home().settings().models().stream()
                .filter(added -> added.fingerprint().equals(model))
                .map(stack::process)
                .filter(process -> process.handle().isPresent())
                .map(process -> process.name())
                .findFirst();
    }

    // --- requests

    private static boolean isRequests(TopicPartition partition) {
        return partition.topic().equals(Topics.EMBED_REQUESTS.name());
    }

    private static long lag(
            Admin admin, ModelFingerprint model, Map<TopicPartition, Long> beginnings, Map<TopicPartition, Long> ends)
            throws ExecutionException, InterruptedException {
        Map<TopicPartition, OffsetAndMetadata> committed = admin.listConsumerGroupOffsets(Groups.embed(model))
                .partitionsToOffsetAndMetadata()
                .get();
        long lag = 0;
        for (Map.Entry<TopicPartition, Long> end : ends.entrySet()) {
            if (isRequests(end.getKey())) {
                OffsetAndMetadata done = committed.get(end.getKey());
                long from = done == null ? beginnings.getOrDefault(end.getKey(), 0L) : done.offset();
                lag += Math.max(0, end.getValue() - from);
            }
        }
        return lag;
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(stack.serviceUrl(Service.INGEST) + path));
    }

    private JsonNode call(HttpRequest.Builder request) {
        try {
            HttpResponse<String> response = Loopback.send(request, stack.key());
            if (response.statusCode() / 100 != 2) {
                Problem problem = Json.read(response.body().getBytes(StandardCharsets.UTF_8), Problem.class);
                throw new Failure(problem.code() + ": " + problem.detail());
            }
            return Json.mapper().readTree(response.body());
        } catch (IOException | CodedException e) {
            throw new Failure("the ingest-service does not answer: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Failure("interrupted", e);
        }
    }
}
