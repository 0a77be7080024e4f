package io.mirstream.k8s;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.introspect.Annotated;
import com.fasterxml.jackson.databind.introspect.JacksonAnnotationIntrospector;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.batch.v1.CronJob;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * The manifests of the base, or of an overlay upon it, read strictly: a field that the Kubernetes API does not have, or of
 * another type, throws.
 */
final class Manifests {
    private static final Path BASE = Path.of("base");
    private static final String BASE_OF_OVERLAYS = "../../base";

    /** What tells the entries of a list apart, as in a strategic merge. */
    private static final List<String> KEYS = List.of("mountPath", "name");

    private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());

    /** The API's classes put unknown fields aside instead of refusing them; not here. */
    private static final ObjectMapper STRICT = JsonMapper.builder()
            .annotationIntrospector(new JacksonAnnotationIntrospector() {
                private static final long serialVersionUID = 1L;

                @Override
                public Boolean hasAnySetter(Annotated annotated) {
                    return false;
                }
            })
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    private static final Map<String, Class<? extends HasMetadata>> KINDS = Map.of(
            "v1/Namespace", Namespace.class,
            "v1/ConfigMap", ConfigMap.class,
            "v1/PersistentVolumeClaim", PersistentVolumeClaim.class,
            "v1/ServiceAccount", ServiceAccount.class,
            "v1/Service", Service.class,
            "apps/v1/Deployment", Deployment.class,
            "batch/v1/CronJob", CronJob.class,
            "policy/v1/PodDisruptionBudget", PodDisruptionBudget.class,
            "networking.k8s.io/v1/NetworkPolicy", NetworkPolicy.class);

    private final List<HasMetadata> all = new ArrayList<>();

    private Manifests() {}

    /** Everything that the kustomization names. */
    static Manifests read() {
        Manifests manifests = new Manifests();
        for (String file : resources()) {
            documents(BASE.resolve(file)).stream().map(Manifests::typed).forEach(manifests.all::add);
        }
        return manifests;
    }

    /** Everything that the kustomization of {@code overlays/NAME} names, with its patches applied. */
    static Manifests overlay(String name) {
        Path folder = Path.of("overlays", name);
        List<JsonNode> documents = new ArrayList<>();
        for (String file : resources(folder)) {
            if (file.equals(BASE_OF_OVERLAYS)) {
                resources().forEach(resource -> documents.addAll(documents(BASE.resolve(resource))));
            } else {
                documents.addAll(documents(folder.resolve(file)));
            }
        }
        for (JsonNode patch : kustomization(folder).path("patches")) {
            for (JsonNode change : documents(folder.resolve(patch.path("path").asText()))) {
                typed(change);
                merge(
                        documents.stream()
                                .filter(document -> isSame(document, change))
                                .findFirst()
                                .orElseThrow(),
                        change);
            }
        }
        Manifests manifests = new Manifests();
        documents.stream().map(Manifests::typed).forEach(manifests.all::add);
        return manifests;
    }

    private static boolean isSame(JsonNode document, JsonNode change) {
        return document.path("kind").equals(change.path("kind"))
                && document.path("metadata")
                        .path("name")
                        .equals(change.path("metadata").path("name"));
    }

    private static void merge(JsonNode target, JsonNode change) {
        change.fields().forEachRemaining(field -> {
            JsonNode old = target.get(field.getKey());
            if (old instanceof ObjectNode && field.getValue().isObject()) {
                merge(old, field.getValue());
            } else if (old instanceof ArrayNode entries
                    && field.getValue().path(0).isObject()) {
                field.getValue().forEach(entry -> mergeEntry(entries, entry));
            } else {
                ((ObjectNode) target).set(field.getKey(), field.getValue());
            }
        });
    }

    private static void mergeEntry(ArrayNode entries, JsonNode change) {
        String key = KEYS.stream().filter(change::has).findFirst().orElseThrow();
        for (JsonNode entry : entries) {
            if (entry.path(key).equals(change.get(key))) {
                merge(entry, change);
                return;
            }
        }
        entries.add(change);
    }

    static HasMetadata typed(JsonNode document) {
        String kind = document.path("apiVersion").asText() + "/"
                + document.path("kind").asText();
        Class<? extends HasMetadata> type = KINDS.get(kind);
        if (type == null) {
            throw new IllegalArgumentException("no such kind: " + kind);
        }
        try {
            return STRICT.treeToValue(document, type);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static JsonNode kustomization() {
        return kustomization(BASE);
    }

    static JsonNode kustomization(Path folder) {
        return documents(folder.resolve("kustomization.yaml")).getFirst();
    }

    static List<String> resources() {
        return resources(BASE);
    }

    private static List<String> resources(Path folder) {
        return StreamSupport.stream(kustomization(folder).path("resources").spliterator(), false)
                .map(JsonNode::asText)
                .toList();
    }

    static List<String> filesOfTheBase() throws IOException {
        try (Stream<Path> files = Files.list(BASE)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    private static List<JsonNode> documents(Path file) {
        try (MappingIterator<JsonNode> documents =
                YAML.readerFor(JsonNode.class).readValues(Files.readString(file))) {
            return documents.readAll();
        } catch (IOException e) {
            throw new UncheckedIOException(file.toString(), e);
        }
    }

    List<HasMetadata> all() {
        return all;
    }

    <T extends HasMetadata> List<T> all(Class<T> type) {
        return all.stream().filter(type::isInstance).map(type::cast).toList();
    }

    <T extends HasMetadata> T one(Class<T> type, String name) {
        return all(type).stream()
                .filter(manifest -> manifest.getMetadata().getName().equals(name))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no " + type.getSimpleName() + " " + name));
    }
}
