package io.mirstream.embed.onnx;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.CoercionAction;
import com.fasterxml.jackson.databind.cfg.CoercionInputShape;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.type.LogicalType;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import io.mirstream.contracts.error.CodedException;
import io.mirstream.contracts.error.ErrorCode;
import io.mirstream.embed.encode.InputSpec;
import io.mirstream.embed.encode.Intensity;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/**
 * {@code manifest.yaml} of a model folder, schema {@code ct-encoder/1}. What this version does not run is refused with
 * {@code MODEL_INVALID}: two-stage graphs ({@code second}), a {@code projection}, and {@code meanStd}.
 */
record Manifest(
        String schema,
        String id,
        String version,
        Map<String, Object> license,
        Map<String, Object> intended,
        Image image,
        Text text,
        Map<String, Object> projection,
        ManifestRuntime runtime,
        Golden golden) {
    static final String SCHEMA = "ct-encoder/1";

    private static final ObjectMapper YAML = JsonMapper.builder(new YAMLFactory())
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
            .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
            .withCoercionConfig(
                    LogicalType.Textual,
                    text -> text.setCoercion(CoercionInputShape.Integer, CoercionAction.Fail)
                            .setCoercion(CoercionInputShape.Float, CoercionAction.Fail)
                            .setCoercion(CoercionInputShape.Boolean, CoercionAction.Fail))
            .build();

    record Image(
            String file,
            String sha256,
            String mode,
            Geometry geometry,
            List<Operation> intensity,
            Tensor tensor,
            Output output,
            Map<String, Object> second,
            Aggregation aggregate,
            boolean l2normalize) {}

    record Geometry(
            String orientation,
            List<Double> spacingMm,
            String interpolation,
            Crop foreground,
            Fit fit,
            SliceStep slice,
            Patch patch) {}

    record Crop(Double thresholdHu, Double marginMm) {}

    record Fit(String op, List<Integer> size, Integer padHu) {}

    record SliceStep(String axis, double strideMm, int max, double minBodyFraction) {}

    record Patch(List<Integer> size, double overlap, int max) {}

    /** One of the intensity operations; each has some of the fields. */
    record Operation(
            String op,
            Double lo,
            Double hi,
            List<Double> from,
            List<Double> to,
            JsonNode channels,
            List<Double> mean,
            List<Double> std,
            String scope) {}

    record Tensor(String name, String layout, String dtype, List<Object> shape, int batchMax) {}

    record Output(String name, Integer rank, int dim, String tokenPool) {}

    record Aggregation(String op, Boolean keepParts) {}

    record Text(
            String file,
            String sha256,
            String tokenizer,
            int maxTokens,
            String padding,
            TextInputs inputs,
            Output output,
            Prefix prefix,
            boolean sharedSpace,
            boolean batchInvariant) {}

    record TextInputs(String ids, String mask, String types) {}

    record Prefix(String query, String document) {}

    record Golden(String file, Double atolCosine) {}

    /** @throws CodedException {@code MODEL_INVALID}, naming the field and the line */
    static Manifest parse(byte[] yaml) {
        try {
            Manifest manifest = YAML.readValue(yaml, Manifest.class);
            if (manifest == null) {
                throw invalid("the manifest has no content");
            }
            ManifestRules.check(manifest);
            return manifest;
        } catch (JsonMappingException e) {
            StringBuilder path = new StringBuilder();
            StringBuilder pointer = new StringBuilder();
            for (JsonMappingException.Reference step : e.getPath()) {
                boolean item = step.getFieldName() == null;
                path.append(item ? "[" + step.getIndex() + "]" : "." + step.getFieldName());
                pointer.append('/').append(item ? step.getIndex() : step.getFieldName());
            }
            throw invalid("manifest" + path + " (line " + line(yaml, pointer.toString(), e)
                    + ") is unknown, or of another type than the schema says");
        } catch (JsonProcessingException e) {
            throw invalid("the manifest is not readable YAML at line " + line(e));
        } catch (IOException e) {
            throw invalid("the manifest cannot be read");
        }
    }

    /** Records are filled when they end, so that the mapper's own line is that of the end of the record. */
    private static int line(byte[] yaml, String pointer, JsonMappingException e) {
        try (JsonParser parser = YAML.createParser(yaml)) {
            while (parser.nextToken() != null) {
                if (parser.getParsingContext().pathAsPointer().toString().equals(pointer)) {
                    return parser.currentTokenLocation().getLineNr();
                }
            }
        } catch (IOException unreadable) {
            return line(e);
        }
        return line(e);
    }

    private static int line(JsonProcessingException e) {
        return e.getLocation() == null ? 0 : e.getLocation().getLineNr();
    }

    /** What the image graph is to see. */
    InputSpec input() {
        return ManifestInput.of(image);
    }

    /** What is done to Hounsfield units before the image graph sees them. */
    Intensity intensity() {
        return ManifestIntensity.of(image.intensity);
    }

    static void require(boolean holds, String rule) {
        if (!holds) {
            throw invalid("manifest: " + rule);
        }
    }

    static CodedException invalid(String message) {
        return new CodedException(ErrorCode.MODEL_INVALID, message);
    }
}
