package io.mirstream.embed.onnx;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import io.mirstream.contracts.error.CodedException;
import io.mirstream.contracts.error.ErrorCode;
import io.mirstream.embed.encode.SlabSpec;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * {@code manifest.yaml} of a model folder, schema {@code ct-encoder/1}. This version runs slice models ({@code slice2d})
 * that take Hounsfield units of a fixed pixel size; what else the schema knows is refused with {@code MODEL_INVALID}.
 */
record Manifest(
        String schema,
        String id,
        String version,
        Map<String, Object> license,
        Map<String, Object> intended,
        Image image,
        Text text,
        Map<String, Object> runtime) {
    private static final String SCHEMA = "ct-encoder/1";
    private static final ObjectMapper YAML = JsonMapper.builder(new YAMLFactory())
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    record Image(
            String file,
            String sha256,
            String mode,
            Geometry geometry,
            List<Map<String, Object>> intensity,
            Tensor tensor,
            Output output,
            Map<String, Object> aggregate,
            boolean l2normalize) {}

    record Geometry(String orientation, List<Double> spacingMm, String interpolation, Fit fit, SliceStep slice) {}

    record Fit(String op, List<Integer> size, int padHu) {}

    record SliceStep(String axis, double strideMm, int max, double minBodyFraction) {}

    record Tensor(String name, String layout, String dtype, List<Object> shape, int batchMax) {}

    record Output(String name, int rank, int dim, String tokenPool) {}

    record Text(
            String file,
            String sha256,
            String tokenizer,
            int maxTokens,
            String padding,
            TextInputs inputs,
            Output output,
            boolean sharedSpace,
            boolean batchInvariant) {}

    record TextInputs(String ids, String mask, String types) {}

    /** @throws CodedException {@code MODEL_INVALID}, naming the field and the line */
    static Manifest parse(byte[] yaml) {
        try {
            Manifest manifest = YAML.readValue(yaml, Manifest.class);
            manifest.check();
            return manifest;
        } catch (JsonMappingException e) {
            StringBuilder path = new StringBuilder();
            e.getPath().forEach(step -> path.append('.').append(step.getFieldName()));
            throw invalid(
                    "manifest" + path + " (line " + line(e) + ") is unknown, or of another type than the schema says");
        } catch (JsonProcessingException e) {
            throw invalid("the manifest is not readable YAML at line " + line(e));
        } catch (IOException e) {
            throw invalid("the manifest cannot be read");
        }
    }

    private static int line(JsonProcessingException e) {
        return e.getLocation() == null ? 0 : e.getLocation().getLineNr();
    }

    private void check() {
        require(SCHEMA.equals(schema), "schema is " + SCHEMA);
        require(id != null && id.matches("[a-z0-9][a-z0-9._-]{0,63}"), "id is lower case, at most 64 characters");
        require(version != null && !version.isBlank(), "version is required");
        require(image != null && image.file != null, "image.file is required");
        require("slice2d".equals(image.mode), "image.mode: only slice2d is run by this version");
        require(image.geometry != null && image.geometry.fit != null, "image.geometry.fit is required");
        require(
                "LPS".equals(image.geometry.orientation),
                "image.geometry.orientation: only LPS is run by this version");
        List<Double> spacing = image.geometry.spacingMm;
        require(
                spacing != null && spacing.size() == 3 && Objects.equals(spacing.get(0), spacing.get(1)),
                "image.geometry.spacingMm has three values, x equal to y");
        require("padCrop".equals(image.geometry.fit.op), "image.geometry.fit.op: only padCrop is run by this version");
        List<Integer> size = image.geometry.fit.size;
        require(
                size != null && size.size() == 2 && Objects.equals(size.get(0), size.get(1)),
                "image.geometry.fit.size is a square");
        require(image.geometry.slice != null, "image.geometry.slice is required for slice2d");
        require(
                image.intensity == null || image.intensity.isEmpty(),
                "image.intensity: this version gives Hounsfield units to the graph and runs no operations");
        require(image.tensor != null && "NCHW".equals(image.tensor.layout), "image.tensor.layout is NCHW for slice2d");
        require("float32".equals(image.tensor.dtype), "image.tensor.dtype: only float32 is run by this version");
        require(image.tensor.batchMax >= 1, "image.tensor.batchMax is 1 or more");
        require(image.output != null && image.output.dim >= 1, "image.output.dim is 1 or more");
    }

    private static void require(boolean holds, String rule) {
        if (!holds) {
            throw invalid("manifest: " + rule);
        }
    }

    SlabSpec slabs() {
        Geometry geometry = image.geometry;
        return new SlabSpec(
                geometry.spacingMm.get(0),
                geometry.fit.size.get(0),
                geometry.slice.strideMm,
                geometry.slice.max,
                geometry.slice.minBodyFraction,
                (short) geometry.fit.padHu);
    }

    static CodedException invalid(String message) {
        return new CodedException(ErrorCode.MODEL_INVALID, message);
    }
}
