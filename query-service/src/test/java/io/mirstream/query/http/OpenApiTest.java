package io.mirstream.query.http;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.mirstream.contracts.error.Problem;
import io.mirstream.contracts.json.Json;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import java.io.IOException;
import java.lang.annotation.Annotation;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** The description of the service holds what its resources do. */
@QuarkusTest
@WithTestResource(Peers.class)
class OpenApiTest {
    private static final List<Class<? extends Annotation>> METHODS =
            List.of(GET.class, POST.class, PUT.class, DELETE.class);

    @Test
    void description_is_openapi_3_1() {
        assertThat(description().path("openapi").asText()).startsWith("3.1");
    }

    @Test
    void every_resource_is_described_and_nothing_else_is() {
        assertThat(operations().keySet()).isEqualTo(resources().keySet());
    }

    @Test
    void every_operation_has_a_summary_and_says_how_it_refuses() {
        assertThat(operations()).allSatisfy((name, operation) -> {
            assertThat(operation.path("summary").asText()).as(name).isNotBlank();
            JsonNode refusal = operation.at("/responses/default/content").path(Problem.MEDIA_TYPE);
            assertThat(refusal.at("/schema/$ref").asText()).as(name).isEqualTo("#/components/schemas/Problem");
            assertThat(Json.read(Json.write(refusal.path("example")), Problem.class))
                    .as(name)
                    .isNotNull();
        });
    }

    @Test
    void every_answer_in_json_has_an_example_that_the_service_could_have_given() {
        Map<String, Class<?>> resources = resources();
        operations().forEach((name, operation) -> {
            JsonNode json = operation.at("/responses/200/content").path("application/json");
            if (!json.isMissingNode() && resources.get(name) != byte[].class) { // which are handed on as they came
                assertThat(Json.read(Json.write(json.path("example")), resources.get(name)))
                        .as(name)
                        .isNotNull();
            }
        });
    }

    @Test
    void every_body_in_json_has_an_example() {
        operations().forEach((name, operation) -> {
            JsonNode body = operation.at("/requestBody/content").path("application/json");
            if (!body.isMissingNode()) {
                assertThat(body.path("example").size() + body.path("examples").size())
                        .as(name)
                        .isPositive();
            }
        });
    }

    private static JsonNode description() {
        try {
            return Json.mapper()
                    .readTree(given().get("/q/openapi?format=json")
                            .then()
                            .statusCode(200)
                            .extract()
                            .asByteArray());
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** By method and path. */
    private static Map<String, JsonNode> operations() {
        Map<String, JsonNode> operations = new TreeMap<>();
        description()
                .path("paths")
                .properties()
                .forEach(path -> path.getValue()
                        .properties()
                        .forEach(operation ->
                                operations.put(operation.getKey() + " " + path.getKey(), operation.getValue())));
        return operations;
    }

    /** What each operation answers with, by method and path. */
    private static Map<String, Class<?>> resources() {
        Map<String, Class<?>> resources = new HashMap<>();
        for (JavaClass resource : new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                .importPackages("io.mirstream.query", "io.mirstream.service.access.http")) {
            if (resource.isAnnotatedWith(Path.class)) {
                String root = resource.getAnnotationOfType(Path.class).value();
                for (JavaMethod method : resource.getMethods()) {
                    verbs(method)
                            .forEach(verb -> resources.put(
                                    verb + " " + root + below(method),
                                    method.reflect().getReturnType()));
                }
            }
        }
        return new TreeMap<>(resources);
    }

    private static String below(JavaMethod method) {
        if (!method.isAnnotatedWith(Path.class)) {
            return "";
        }
        String path = method.getAnnotationOfType(Path.class).value();
        return path.startsWith("/") ? path : "/" + path;
    }

    private static Set<String> verbs(JavaMethod method) {
        Set<String> verbs = new TreeSet<>();
        for (Class<? extends Annotation> verb : METHODS) {
            if (method.isAnnotatedWith(verb)) {
                verbs.add(verb.getSimpleName().toLowerCase(Locale.ROOT));
            }
        }
        return verbs;
    }
}
