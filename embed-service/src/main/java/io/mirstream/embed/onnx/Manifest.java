package io.mirstream.embed.onnx;

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
 * {@code manifest.yaml} of a model folder, schema {@code ct-encoder/1}. What contradicts itself, or would need vectors of
 * several lengths ({@code meanStd}), is refused with {@code MODEL_INVALID}.
 *
 * @param learned where the heads come from, for people
 */
record Manifest(
        String schema,
        String id,
        String version,
        Map<String, Object> license,
        Map<String, Object> intended,
        Image image,
        Text text,
        Projection projection,
        ManifestRuntime runtime,
        Golden golden,
        Map<String, Object> learned) {
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

    /** @param data weights beside the graph */
    record Image(
            String file,
            String sha256,
            List<DataFile> data,
            String mode,
            Geometry geometry,
            List<Operation> intensity,
            Tensor tensor,
            Output output,
            Second second,
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

    record DataFile(String file, String sha256) {}

    /** A graph that makes one vector of those of all parts. */
    record Second(
            String file,
            String sha256,
            List<DataFile> data,
            String input,
            String gridSize,
            String positions,
            Output output) {}

    /** A trained head. */
    record Projection(String file, String sha256, List<DataFile> data, String input, String output, int dim) {}

    record Text(
            String file,
            String sha256,
            List<DataFile> data,
            String tokenizer,
            int maxTokens,
            String padding,
            TextInputs inputs,
            Output output,
            Projection projection,
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
            try {
                ManifestRules.check(manifest);
            } catch (CodedException e) {
                throw new CodedException(e.code(), new ManifestLines(YAML, yaml).added(e.getMessage()), e);
            }
            return manifest;
        } catch (JsonMappingException e) {
            StringBuilder path = new StringBuilder();
            StringBuilder pointer = new StringBuilder();
            for (JsonMappingException.Reference step : e.getPath()) {
                boolean item = step.getFieldName() == null;
                path.append(item ? "[" + step.getIndex() + "]" : "." + step.getFieldName());
                pointer.append('/').append(item ? step.getIndex() : step.getFieldName());
            }
            int line = new ManifestLines(YAML, yaml).of(pointer.toString()).orElse(line(e));
            throw invalid(
                    "manifest" + path + " (line " + line + ") is unknown, or of another type than the schema says");
        } catch (JsonProcessingException e) {
            throw invalid("the manifest is not readable YAML at line " + line(e));
        } catch (IOException e) {
            throw invalid("the manifest cannot be read");
        }
    }

    private static int line(JsonProcessingException e) {
        return e.getLocation() == null ? 0 : e.getLocation().getLineNr();
    }

    /** Of the vectors of a series, after the second graph and the head. */
    int dimension() {
        if (projection != null) {
            return projection.dim;
        }
        return image.second == null ? image.output.dim : image.second.output.dim;
    }

    /** Of the vectors of texts, after the head; 0 without a text tower. */
    int textDimension() {
        if (text == null) {
            return 0;
        }
        return text.projection == null ? text.output.dim : text.projection.dim;
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
