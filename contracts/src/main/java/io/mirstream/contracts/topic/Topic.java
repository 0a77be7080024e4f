package io.mirstream.contracts.topic;

import io.mirstream.contracts.json.Json;
import java.util.Map;

/**
 * A topic, and what its values are.
 *
 * @param name as on the broker
 * @param type of the values, JSON on the wire
 * @param config topic configuration that correctness or size depends on; partitions and replicas are a deployment's choice
 */
public record Topic<V>(String name, Class<V> type, Map<String, String> config) {
    public Topic {
        config = Map.copyOf(config);
    }

    public byte[] write(V value) {
        return Json.write(value);
    }

    /** @throws io.mirstream.contracts.error.CodedException as {@link Json#read} */
    public V read(byte[] value) {
        return Json.read(value, type);
    }

    @Override
    public String toString() {
        return name;
    }
}
