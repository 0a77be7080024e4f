package io.mirstream.imaging.lesion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mirstream.imaging.ReadLimits;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Real segmentations, against ITK, SciPy, scikit-image and NumPy. */
class ReferenceLabelsTest {
    private static final Path DATA = Path.of("../../shared/data/ct");
    private static final ObjectMapper JSON = new ObjectMapper();

    /** The reference is rounded to it. */
    private static final double TOLERANCE = 1e-6;

    private static JsonNode reference;

    @BeforeAll
    static void readReference() throws IOException {
        Path file = DATA.resolve("reference.json");
        assumeTrue(Files.exists(file), "skipped: the reference CT is not beside this checkout (../shared/data/ct)");
        reference = JSON.readTree(Files.readAllBytes(file));
    }

    @TestFactory
    Stream<DynamicTest> label_volumes_measure_as_the_reference_tools_do() {
        return StreamSupport.stream(reference.get("nifti").spliterator(), false)
                .filter(volume -> volume.get("kind").asText().equals("label"))
                .map(volume -> DynamicTest.dynamicTest(volume.get("file").asText(), () -> compare(volume)));
    }

    private static void compare(JsonNode expected) {
        Path file = DATA.resolve(expected.get("file").asText());

        List<LabelSummary> found = LabelSummary.of(LabelVolume.read(file, ReadLimits.DEFAULT));

        JsonNode labels = expected.get("labels");
        labels.forEach(label -> ((ObjectNode) label.get("mir3d")).remove("numpyMinusItk"));
        compare("labels", JSON.valueToTree(found), labels);
    }

    /** The same fields everywhere; whole numbers alike, others to the reference's digits. */
    private static void compare(String at, JsonNode found, JsonNode expected) {
        if (expected.isContainerNode()) {
            assertThat(found.size()).as(at).isEqualTo(expected.size());
            for (int i = 0; expected.isArray() && i < expected.size(); i++) {
                compare(at + "[" + i + "]", found.get(i), expected.get(i));
            }
            for (Map.Entry<String, JsonNode> field : expected.properties()) {
                assertThat(found.has(field.getKey()))
                        .as("%s.%s", at, field.getKey())
                        .isTrue();
                compare(at + "." + field.getKey(), found.get(field.getKey()), field.getValue());
            }
        } else if (expected.isIntegralNumber()) {
            assertThat(found.isIntegralNumber()).as(at).isTrue();
            assertThat(found.asLong()).as(at).isEqualTo(expected.asLong());
        } else {
            assertThat(found.asDouble()).as(at).isCloseTo(expected.asDouble(), within(TOLERANCE));
        }
    }
}
