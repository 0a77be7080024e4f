package io.mirstream.contracts.schema;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mirstream.contracts.error.ErrorCode;
import io.mirstream.contracts.json.Json;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What our records write is what the schemas say. */
class SchemaTest {
    @ParameterizedTest
    @EnumSource(Contract.class)
    void value_with_every_field_keeps_to_its_schema_and_comes_back_equal(Contract contract) {
        byte[] json = Json.write(contract.full);

        assertThat(contract.violations(contract.fullJson())).isEmpty();
        assertThat((Object) contract.topic.read(json)).isEqualTo(contract.full);
    }

    @ParameterizedTest
    @EnumSource(Contract.class)
    void value_with_required_fields_only_keeps_to_its_schema_and_comes_back_equal(Contract contract) {
        ObjectNode least = contract.fullJson();
        least.retain(required(contract.text()));
        if (contract == Contract.STUDY_STATUS) {
            least.put("state", "ACCEPTED"); // FAILED wants a code
        }

        Object value = contract.topic.read(Json.write(least));
        JsonNode written = Json.mapper().valueToTree(value);

        assertThat(contract.violations(least)).isEmpty();
        assertThat(contract.violations(written)).isEmpty();
        assertThat((Object) contract.topic.read(Json.write(written))).isEqualTo(value);
    }

    @ParameterizedTest
    @EnumSource(Contract.class)
    void schema_knows_exactly_the_fields_that_the_record_writes(Contract contract) {
        assertThat(names(contract.fullJson()))
                .containsExactlyInAnyOrderElementsOf(names(contract.text().get("properties")));
    }

    @ParameterizedTest
    @EnumSource(Contract.class)
    void every_object_of_a_schema_refuses_unknown_fields(Contract contract) {
        List<JsonNode> objects = new ArrayList<>();
        collectObjects(contract.text(), objects);

        assertThat(objects)
                .isNotEmpty()
                .allSatisfy(object -> assertThat(object.has("additionalProperties"))
                        .as(object.toString())
                        .isTrue());
    }

    @Test
    void schema_names_every_error_code() {
        JsonNode codes = Contract.STUDY_STATUS.text().at("/$defs/errorCode/enum");

        assertThat(codes)
                .extracting(JsonNode::asText)
                .containsExactlyElementsOf(
                        Arrays.stream(ErrorCode.values()).map(Enum::name).toList());
    }

    private static List<String> required(JsonNode schema) {
        List<String> names = new ArrayList<>();
        schema.get("required").forEach(name -> names.add(name.asText()));
        return names;
    }

    private static List<String> names(JsonNode object) {
        List<String> names = new ArrayList<>();
        for (Iterator<Map.Entry<String, JsonNode>> fields = object.fields(); fields.hasNext(); ) {
            names.add(fields.next().getKey());
        }
        return names;
    }

    private static void collectObjects(JsonNode node, List<JsonNode> objects) {
        if (node.path("type").toString().contains("\"object\"")) {
            objects.add(node);
        }
        node.forEach(child -> collectObjects(child, objects));
    }
}
