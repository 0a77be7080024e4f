package io.mirstream.standalone.stack;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.mirstream.contracts.id.ModelFingerprint;
import io.mirstream.contracts.json.Json;
import io.mirstream.contracts.topic.Groups;
import io.mirstream.contracts.topic.Topic;
import io.mirstream.contracts.topic.Topics;
import io.mirstream.standalone.home.Failure;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/**
 * What can be seen of a running stack from outside.
 *
 * @param model that is live
 * @param topics where each topic ends: records and marks of transactions that it holds or held
 * @param lag records that each consumer group has not done yet
 * @param collections series and studies of each
 */
public record Observation(JsonNode model, Map<String, Long> topics, Map<String, Long> lag, JsonNode collections) {
    public static Observation of(Stack stack) {
        try (Admin admin = stack.admin()) {
            Map<TopicPartition, Long> ends = offsets(admin, OffsetSpec.latest());
            JsonNode models = json(stack, "/v1/models").path("models");
            return new Observation(
                    live(models),
                    sizes(ends),
                    lags(admin, groups(models), ends),
                    json(stack, "/v1/collections").path("collections"));
        } catch (ExecutionException e) {
            throw new Failure("the broker does not answer: " + e.getCause().getMessage(), e);
        } catch (IOException e) {
            throw new Failure("a service does not answer: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Failure("interrupted", e);
        }
    }

    public Map<String, Object> asMap() {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("model", model);
        map.put("topics", topics);
        map.put("lag", lag);
        map.put("collections", collections);
        return map;
    }

    public void print(Consumer<String> line) {
        line.accept("model " + model.path("id").asText() + " "
                + model.path("version").asText() + ", fingerprint "
                + model.path("fingerprint").asText());
        topics.forEach((topic, records) -> line.accept("topic " + topic + ": ends at " + records));
        lag.forEach((group, records) -> line.accept("group " + group + ": lag " + records));
        for (JsonNode collection : collections) {
            line.accept("collection " + collection.path("collection").asText() + ": "
                    + collection.path("studies").asLong() + " studies, "
                    + collection.path("series").asLong() + " series");
        }
    }

    private static JsonNode live(JsonNode models) {
        for (JsonNode model : models) {
            if (model.path("role").asText().equals("LIVE")) {
                return model.path("model");
            }
        }
        return MissingNode.getInstance();
    }

    /** That work on studies, in the order in which these come to them. */
    private static List<String> groups(JsonNode models) {
        List<String> groups = new ArrayList<>(List.of(Groups.INTAKE));
        for (JsonNode model : models) {
            String fingerprint = model.path("model").path("fingerprint").asText();
            groups.add(Groups.embed(new ModelFingerprint(fingerprint)));
        }
        groups.addAll(List.of(Groups.INDEXER, Groups.PREVIEWS, Groups.STATUS));
        return groups;
    }

    static Map<TopicPartition, Long> offsets(Admin admin, OffsetSpec which)
            throws ExecutionException, InterruptedException {
        Map<TopicPartition, OffsetSpec> wanted = new HashMap<>();
        List<String> names = Topics.all().stream().map(Topic::name).toList();
        admin.describeTopics(names)
                .allTopicNames()
                .get()
                .forEach((name, topic) -> topic.partitions()
                        .forEach(partition -> wanted.put(new TopicPartition(name, partition.partition()), which)));
        Map<TopicPartition, Long> ends = new HashMap<>();
        admin.listOffsets(wanted).all().get().forEach((partition, end) -> ends.put(partition, end.offset()));
        return ends;
    }

    private static Map<String, Long> sizes(Map<TopicPartition, Long> ends) {
        Map<String, Long> sizes = new TreeMap<>();
        ends.forEach((partition, end) -> sizes.merge(partition.topic(), end, Long::sum));
        return sizes;
    }

    private static Map<String, Long> lags(Admin admin, List<String> groups, Map<TopicPartition, Long> ends)
            throws ExecutionException, InterruptedException {
        Map<String, Long> lags = new LinkedHashMap<>();
        for (String group : groups) {
            long lag = 0;
            Map<TopicPartition, OffsetAndMetadata> committed = admin.listConsumerGroupOffsets(group)
                    .partitionsToOffsetAndMetadata()
                    .get();
            for (Map.Entry<TopicPartition, OffsetAndMetadata> entry : committed.entrySet()) {
                if (entry.getValue() != null) {
                    lag += Math.max(
                            0,
                            ends.getOrDefault(entry.getKey(), 0L)
                                    - entry.getValue().offset());
                }
            }
            lags.put(group, lag);
        }
        return lags;
    }

    private static JsonNode json(Stack stack, String path) throws IOException, InterruptedException {
        HttpResponse<String> answer = Loopback.get(stack.serviceUrl(Service.QUERY) + path, stack.key());
        if (answer.statusCode() == 401 || answer.statusCode() == 403) {
            throw new Failure("access is on in this home: name a key with --key or MIRSTREAM_API_KEY");
        }
        return Json.mapper().readTree(answer.body());
    }
}
