package io.mirstream.contracts.schema;

import static io.mirstream.contracts.schema.Contract.AUDIT_EVENT;
import static io.mirstream.contracts.schema.Contract.EMBED_REQUEST;
import static io.mirstream.contracts.schema.Contract.SERIES_EMBEDDING;
import static io.mirstream.contracts.schema.Contract.SERIES_PREVIEWS;
import static io.mirstream.contracts.schema.Contract.STUDY_EVENT;
import static io.mirstream.contracts.schema.Contract.STUDY_STATUS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mirstream.contracts.error.CodedException;
import io.mirstream.contracts.error.ErrorCode;
import io.mirstream.contracts.json.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A sender who validates by the schema and a service that reads into records come to the same verdict. */
class AgreementTest {
    private static final String UID_65 = "1." + "2".repeat(63);
    private static final String NO_BMP = "\uD83E\uDEC1"; // one code point, two UTF-16 units

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("bad")
    void what_the_schema_refuses_the_record_refuses(Contract contract, JsonNode data) {
        assertThat(contract.violations(data)).isNotEmpty();
        assertThatThrownBy(() -> contract.topic.read(Json.write(data)))
                .isInstanceOfSatisfying(
                        CodedException.class,
                        refused -> assertThat(refused.code()).isIn(ErrorCode.EVENT_INVALID, ErrorCode.EVENT_MALFORMED));
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("good")
    void what_the_schema_takes_the_record_takes(Contract contract, JsonNode data) {
        assertThat(contract.violations(data)).isEmpty();
        assertThat((Object) contract.topic.read(Json.write(data))).isNotNull();
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("beyondSchemas")
    void what_no_schema_can_say_the_record_refuses(Contract contract, JsonNode data) {
        assertThat(contract.violations(data)).isEmpty();
        assertThatThrownBy(() -> contract.topic.read(Json.write(data)))
                .isInstanceOfSatisfying(
                        CodedException.class,
                        refused -> assertThat(refused.code()).isEqualTo(ErrorCode.EVENT_INVALID));
    }

    static Stream<Arguments> bad() {
        List<Arguments> cases = new ArrayList<>(List.of(
                with(STUDY_EVENT, "/studyInstanceUid", "null"),
                with(STUDY_EVENT, "/studyInstanceUid", "\"\""),
                with(STUDY_EVENT, "/studyInstanceUid", "\"1\""),
                with(STUDY_EVENT, "/studyInstanceUid", "\"1.2.\""),
                with(STUDY_EVENT, "/studyInstanceUid", "\"1.2.x\""),
                with(STUDY_EVENT, "/studyInstanceUid", quoted(UID_65)),
                with(STUDY_EVENT, "/studyInstanceUid", "1.2"),
                with(STUDY_EVENT, "/patientName", "\"unknown field\""),
                with(STUDY_EVENT, "/location", "\"data/study\""),
                with(STUDY_EVENT, "/location", "\"/data/study\""),
                with(STUDY_EVENT, "/location", "\"\""),
                with(STUDY_EVENT, "/location", "\"file:///a b\""),
                with(STUDY_EVENT, "/location", quoted("file:///" + "a".repeat(4089))),
                with(STUDY_EVENT, "/series", "\"1.2.3\""),
                with(STUDY_EVENT, "/series", "[null]"),
                with(STUDY_EVENT, "/series", "[\"1.2.x\"]"),
                with(STUDY_EVENT, "/series", uids(1001)),
                with(STUDY_EVENT, "/expectedInstances", "0"),
                with(STUDY_EVENT, "/expectedInstances", "-1"),
                with(STUDY_EVENT, "/expectedInstances", "1.5"),
                with(STUDY_EVENT, "/expectedInstances", "\"5\""),
                with(STUDY_EVENT, "/expectedInstances", "\"\""),
                with(STUDY_EVENT, "/expectedInstances", "true"),
                with(STUDY_EVENT, "/expectedInstances", "2147483648"),
                with(STUDY_EVENT, "/collection", "\"\""),
                with(STUDY_EVENT, "/collection", "\"Trial\""),
                with(STUDY_EVENT, "/collection", "\"-trial\""),
                with(STUDY_EVENT, "/collection", quoted("a".repeat(64))),
                with(STUDY_EVENT, "/collection", "7"),
                with(STUDY_EVENT, "/reportText", quoted("a".repeat(65_537))),
                with(STUDY_EVENT, "/reportText", quoted(NO_BMP.repeat(65_537))),
                with(STUDY_EVENT, "/reportText", "5"),
                with(STUDY_EVENT, "/reportText", "[\"a\"]"),
                with(STUDY_EVENT, "/labels", "[]"),
                with(STUDY_EVENT, "/labels", "{\"\":\"x\"}"),
                with(STUDY_EVENT, "/labels", "{\"1a\":\"x\"}"),
                with(STUDY_EVENT, "/labels", "{\"a b\":\"x\"}"),
                with(STUDY_EVENT, "/labels", "{" + quoted("a".repeat(64)) + ":\"x\"}"),
                with(STUDY_EVENT, "/labels", "{\"a\":" + quoted("x".repeat(257)) + "}"),
                with(STUDY_EVENT, "/labels", "{\"a\":null}"),
                with(STUDY_EVENT, "/labels", "{\"a\":1}"),
                with(STUDY_EVENT, "/labels", labels(65)),
                with(STUDY_EVENT, "/patientKey", "\"\""),
                with(STUDY_EVENT, "/patientKey", "\"a name\""),
                with(STUDY_EVENT, "/patientKey", quoted("p".repeat(129))),
                with(STUDY_EVENT, "/patientKey", "12345"),
                with(EMBED_REQUEST, "/type", "\"DELETED\""),
                with(EMBED_REQUEST, "/type", "\"arrived\""),
                with(EMBED_REQUEST, "/type", "0"),
                with(EMBED_REQUEST, "/type", "\"0\""),
                with(EMBED_REQUEST, "/study/studyInstanceUid", "\"x\""),
                with(EMBED_REQUEST, "/study/patientName", "\"unknown field\""),
                with(EMBED_REQUEST, "/revision", "0"),
                with(EMBED_REQUEST, "/revision", "\"3\""),
                with(EMBED_REQUEST, "/revision", "1.5"),
                with(EMBED_REQUEST, "/eventId", "\"\""),
                with(EMBED_REQUEST, "/eventId", "3"),
                with(EMBED_REQUEST, "/acceptedAt", "\"yesterday\""),
                with(EMBED_REQUEST, "/acceptedAt", "\"2026-01-02\""),
                with(EMBED_REQUEST, "/unknown", "1"),
                with(SERIES_EMBEDDING, "/revision", "0"),
                with(SERIES_EMBEDDING, "/eventId", "\"\""),
                with(SERIES_EMBEDDING, "/model/id", "\"\""),
                with(SERIES_EMBEDDING, "/model/version", "\"\""),
                with(SERIES_EMBEDDING, "/model/fingerprint", "\"0123456789ABCDEF\""),
                with(SERIES_EMBEDDING, "/model/dimension", "0"),
                with(SERIES_EMBEDDING, "/model/textDimension", "-1"),
                with(SERIES_EMBEDDING, "/model/sharedSpace", "\"true\""),
                with(SERIES_EMBEDDING, "/model/weightsSha256", "\"0123\""),
                with(SERIES_EMBEDDING, "/model/weightsSha256", quoted("ABCDEF0123456789".repeat(4))),
                with(SERIES_EMBEDDING, "/model/preprocessingFingerprint", "\"slabs/1\""),
                with(SERIES_EMBEDDING, "/model/unknown", "1"),
                with(SERIES_EMBEDDING, "/summary/modality", "\"\""),
                with(SERIES_EMBEDDING, "/summary/slices", "0"),
                with(SERIES_EMBEDDING, "/summary/studyDate", "\"20260102\""),
                with(SERIES_EMBEDDING, "/summary/spacingMm", "[1,2]"),
                with(SERIES_EMBEDDING, "/summary/spacingMm", "[1,2,\"NaN\"]"),
                with(SERIES_EMBEDDING, "/summary/spacingMm", "[1,2,null]"),
                with(SERIES_EMBEDDING, "/summary/orientation", "\"\""),
                with(SERIES_EMBEDDING, "/summary/unknown", "1"),
                with(SERIES_EMBEDDING, "/pooled", "{}"),
                with(SERIES_EMBEDDING, "/pooled/mean", "\"AACAPwAAgD8AAIA/\""),
                with(SERIES_EMBEDDING, "/pooled/AVG", "\"AACAPwAAgD8AAIA/\""),
                with(SERIES_EMBEDDING, "/pooled/avg", "\"\""),
                with(SERIES_EMBEDDING, "/pooled/avg", "\"AACA\""), // 3 bytes
                with(SERIES_EMBEDDING, "/pooled/avg", "\"AACAPwA=\""), // 5 bytes
                with(SERIES_EMBEDDING, "/pooled/avg", "\"AACAPwAAgD8AAIA_\""), // the alphabet of URLs
                with(SERIES_EMBEDDING, "/pooled/avg", "[1,2,3]"),
                with(SERIES_EMBEDDING, "/pooled/avg", "null"),
                with(SERIES_EMBEDDING, "/reportVector", "\"AACAPwAAgD8\""), // no padding
                with(SERIES_EMBEDDING, "/reportVector", "\"\""),
                with(SERIES_EMBEDDING, "/slices", "[]"),
                with(SERIES_EMBEDDING, "/slices", slices(1001)),
                with(SERIES_EMBEDDING, "/slices/0/index", "-1"),
                with(SERIES_EMBEDDING, "/slices/0/positionMm", "\"NaN\""),
                with(SERIES_EMBEDDING, "/slices/0/positionMm", "null"),
                with(SERIES_EMBEDDING, "/slices/0/unknown", "1"),
                with(SERIES_EMBEDDING, "/labels/a", "null"),
                with(SERIES_EMBEDDING, "/patientKey", "\"a name\""),
                with(SERIES_EMBEDDING, "/study", "[]"),
                with(SERIES_EMBEDDING, "/study/0/errorCode", "\"NOT_CT\""), // EMBEDDED with a code
                with(SERIES_EMBEDDING, "/study/2/errorCode", "null"), // SKIPPED without one
                with(SERIES_EMBEDDING, "/study/3/errorCode", "null"), // FAILED without one
                with(SERIES_EMBEDDING, "/study/0/slices", "-1"),
                with(SERIES_EMBEDDING, "/study/0/vectors", "-1"),
                with(SERIES_PREVIEWS, "/revision", "0"),
                with(SERIES_PREVIEWS, "/eventId", "\"\""),
                with(SERIES_PREVIEWS, "/unknown", "1"),
                with(SERIES_PREVIEWS, "/slices", "[]"),
                with(SERIES_PREVIEWS, "/slices", previews(33)),
                with(SERIES_PREVIEWS, "/slices/0/index", "-1"),
                with(SERIES_PREVIEWS, "/slices/0/unknown", "1"),
                with(SERIES_PREVIEWS, "/slices/0/positionMm", "null"),
                with(SERIES_PREVIEWS, "/slices/0/image", "null"),
                with(SERIES_PREVIEWS, "/coronal", "null"),
                with(SERIES_PREVIEWS, "/coronal/width", "0"),
                with(SERIES_PREVIEWS, "/coronal/height", "513"),
                with(SERIES_PREVIEWS, "/coronal/pixelMm", "0"),
                with(SERIES_PREVIEWS, "/coronal/png", "\"\""),
                with(SERIES_PREVIEWS, "/coronal/png", "\"/9j/4AAQSkZJRgABAQ==\""), // JPEG
                with(SERIES_PREVIEWS, "/coronal/png", "\"iVBORw0KGgoAAAANSUhEUgAA_AIA\""), // the alphabet of URLs
                with(STUDY_STATUS, "/state", "\"LOST\""),
                with(STUDY_STATUS, "/state", "2"),
                with(STUDY_STATUS, "/state", "\"INDEXED\""), // with an error code
                with(STUDY_STATUS, "/errorCode", "null"), // FAILED without one
                with(STUDY_STATUS, "/errorCode", "\"NO_SUCH_CODE\""),
                with(STUDY_STATUS, "/errorCode", "\"\""),
                with(STUDY_STATUS, "/revision", "-1"),
                with(STUDY_STATUS, "/eventId", "\"\""),
                with(STUDY_STATUS, "/series/0/seriesInstanceUid", "\"x\""),
                with(STUDY_STATUS, "/series/0/state", "\"RETRACTED\""),
                with(STUDY_STATUS, "/series/0/unknown", "1"),
                with(STUDY_STATUS, "/model", "\"builtin-slab\""),
                with(STUDY_STATUS, "/unknown", "1"),
                with(AUDIT_EVENT, "/resourceType", "\"Patient\""),
                with(AUDIT_EVENT, "/action", "\"X\""),
                with(AUDIT_EVENT, "/outcome", "\"1\""),
                with(AUDIT_EVENT, "/outcome", "4"),
                with(AUDIT_EVENT, "/outcomeDesc", "\"NO_SUCH_CODE\""),
                with(AUDIT_EVENT, "/agent", "[]"),
                with(AUDIT_EVENT, "/agent/0/who/display", "\"\""),
                with(AUDIT_EVENT, "/entity/0/query", "\"dGV4dA==\""), // the words of a query
                with(AUDIT_EVENT, "/entity/0/what", "\"1.2.3\"")));
        for (Contract contract : Contract.values()) {
            cases.add(arguments(contract, Named.of("a list", Json.mapper().createArrayNode())));
            addMissingFields(contract, contract.text(), "", cases);
        }
        addMissingFields(SERIES_EMBEDDING, SERIES_EMBEDDING.text().at("/properties/model"), "/model", cases);
        addMissingFields(SERIES_EMBEDDING, SERIES_EMBEDDING.text().at("/properties/summary"), "/summary", cases);
        addMissingFields(SERIES_EMBEDDING, SERIES_EMBEDDING.text().at("/properties/slices/items"), "/slices/0", cases);
        addMissingFields(SERIES_PREVIEWS, SERIES_PREVIEWS.text().at("/$defs/image"), "/coronal", cases);
        addMissingFields(SERIES_PREVIEWS, SERIES_PREVIEWS.text().at("/properties/slices/items"), "/slices/0", cases);
        addMissingFields(STUDY_STATUS, STUDY_STATUS.text().at("/$defs/seriesStatus"), "/series/0", cases);
        return cases.stream();
    }

    static Stream<Arguments> good() {
        return Stream.of(
                with(STUDY_EVENT, "/studyInstanceUid", quoted(UID_65.substring(0, 64))),
                with(STUDY_EVENT, "/studyInstanceUid", "\"1.02.3\""), // against PS3.5, but found in archives
                with(STUDY_EVENT, "/location", "null"),
                with(STUDY_EVENT, "/location", "\"https://pacs.example/wado/studies/1.2\""),
                with(STUDY_EVENT, "/location", quoted("file:///" + "a".repeat(4088))),
                with(STUDY_EVENT, "/series", "null"),
                with(STUDY_EVENT, "/series", "[]"),
                with(STUDY_EVENT, "/series", uids(1000)),
                with(STUDY_EVENT, "/expectedInstances", "null"),
                with(STUDY_EVENT, "/expectedInstances", "2147483647"),
                with(STUDY_EVENT, "/collection", "null"),
                with(STUDY_EVENT, "/collection", quoted("a".repeat(63))),
                with(STUDY_EVENT, "/reportText", "null"),
                with(STUDY_EVENT, "/reportText", "\"\""),
                with(STUDY_EVENT, "/reportText", quoted("a".repeat(65_536))),
                with(STUDY_EVENT, "/reportText", quoted(NO_BMP.repeat(65_536))),
                with(STUDY_EVENT, "/labels", "null"),
                with(STUDY_EVENT, "/labels", labels(64)),
                with(STUDY_EVENT, "/labels", "{" + quoted("a".repeat(63)) + ":" + quoted(NO_BMP.repeat(256)) + "}"),
                with(STUDY_EVENT, "/patientKey", "null"),
                with(STUDY_EVENT, "/patientKey", quoted("p".repeat(128))),
                with(EMBED_REQUEST, "/revision", "9223372036854775807"),
                with(EMBED_REQUEST, "/acceptedAt", "\"2026-01-02T03:04:05+01:00\""),
                with(SERIES_EMBEDDING, "/pooled", "{\"avg\":\"AACAPwAAgD8AAIA/\"}"),
                with(SERIES_EMBEDDING, "/slices", slices(1000)),
                with(SERIES_EMBEDDING, "/slices/0/positionMm", "7"),
                with(SERIES_EMBEDDING, "/reportVector", "null"),
                with(SERIES_EMBEDDING, "/reportVector", "\"AACAPwAAgD8=\""),
                with(SERIES_EMBEDDING, "/summary/bodyPart", "null"),
                with(SERIES_EMBEDDING, "/summary/studyDate", "null"),
                with(SERIES_EMBEDDING, "/study/0/errorCode", "null"),
                with(SERIES_PREVIEWS, "/slices", previews(32)),
                with(SERIES_PREVIEWS, "/slices/0/positionMm", "7"),
                with(SERIES_PREVIEWS, "/summary/bodyPart", "null"),
                with(STUDY_STATUS, "/revision", "0"),
                with(STUDY_STATUS, "/series", "null"),
                with(STUDY_STATUS, "/errorDetail", "null"),
                with(STUDY_STATUS, "/model", "null"),
                with(SERIES_EMBEDDING, "/model/weightsSha256", "null"),
                with(SERIES_EMBEDDING, "/model/preprocessingFingerprint", "null"),
                with(AUDIT_EVENT, "/outcomeDesc", "null"),
                with(AUDIT_EVENT, "/entity/0/detail", "null"));
    }

    static Stream<Arguments> beyondSchemas() {
        return Stream.of(
                with(SERIES_EMBEDDING, "/pooled/avg", "\"AADAfwAAgD8AAIA/\""), // not a number
                with(SERIES_EMBEDDING, "/pooled/avg", "\"AACAfwAAgD8AAIA/\""), // infinite
                with(SERIES_EMBEDDING, "/pooled/avg", "\"AACAPw==\""), // another dimension
                with(SERIES_EMBEDDING, "/slices/0/vector", "\"AACAPw==\""), // another dimension
                with(SERIES_EMBEDDING, "/slices/0/index", "1"),
                with(SERIES_PREVIEWS, "/slices/0/index", "39"), // twice
                with(SERIES_PREVIEWS, "/slices/0/image/width", "127"), // of another size
                with(SERIES_PREVIEWS, "/coronal/png", "\"iVBORw0KGgoAAAANSUhEUgAAA\"")); // no padding
    }

    private static void addMissingFields(Contract contract, JsonNode schema, String parent, List<Arguments> cases) {
        for (JsonNode name : schema.get("required")) {
            ObjectNode data = contract.fullJson();
            ((ObjectNode) data.at(parent)).remove(name.asText());
            cases.add(arguments(contract, Named.of("without " + parent + "/" + name.asText(), data)));
        }
    }

    /** The full value, but for one field. */
    private static Arguments with(Contract contract, String path, String json) {
        try {
            ObjectNode data = contract.fullJson();
            JsonPointer pointer = JsonPointer.compile(path);
            ObjectNode parent = (ObjectNode) data.at(pointer.head());
            parent.set(pointer.last().getMatchingProperty(), Json.mapper().readTree(json));
            String shown = json.length() > 40 ? json.substring(0, 40) + "… " + json.length() : json;
            return arguments(contract, Named.of(path + " " + shown, data));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("a test case is not JSON", e);
        }
    }

    private static String quoted(String text) {
        return "\"" + text + "\"";
    }

    private static String uids(int count) {
        ArrayNode uids = Json.mapper().createArrayNode();
        IntStream.range(0, count).forEach(i -> uids.add("1.2." + i));
        return uids.toString();
    }

    private static String labels(int count) {
        ObjectNode labels = Json.mapper().createObjectNode();
        IntStream.range(0, count).forEach(i -> labels.put("a" + i, "x"));
        return labels.toString();
    }

    private static String slices(int count) {
        ArrayNode slices = Json.mapper().createArrayNode();
        IntStream.range(0, count)
                .forEach(i -> slices.addObject()
                        .put("index", i)
                        .put("positionMm", i * 2.5)
                        .put("vector", "AACAPwAAgD8AAIA/"));
        return slices.toString();
    }

    private static String previews(int count) {
        ArrayNode slices = Json.mapper().createArrayNode();
        JsonNode image = SERIES_PREVIEWS.fullJson().get("coronal");
        IntStream.range(0, count)
                .forEach(i ->
                        slices.addObject().put("index", i).put("positionMm", i).set("image", image));
        return slices.toString();
    }
}
