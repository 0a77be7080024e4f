package io.mirstream.embed.onnx;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import io.mirstream.contracts.error.CodedException;
import io.mirstream.contracts.error.ErrorCode;
import io.mirstream.contracts.event.Pooling;
import io.mirstream.contracts.event.SeriesEmbedding;
import io.mirstream.contracts.topic.Topics;
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

    /** Names, position and punctuation of a vector in a record's JSON; measured: below 90. */
    private static final int MAX_BYTES_AROUND_A_VECTOR = 128;

    /** Rows or columns of a slice that a reader takes by default: no slab is larger. */
    private static final int MAX_SIDE = 4_096;

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
            require(manifest != null, "has no content");
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
                spacing != null && spacing.size() == 3 && spacing.stream().allMatch(Manifest::isLength),
                "image.geometry.spacingMm has three positive values");
        require(spacing.get(0).equals(spacing.get(1)), "image.geometry.spacingMm: x is equal to y");
        require("padCrop".equals(image.geometry.fit.op), "image.geometry.fit.op: only padCrop is run by this version");
        List<Integer> size = image.geometry.fit.size;
        require(
                size != null && size.size() == 2 && Objects.equals(size.get(0), size.get(1)),
                "image.geometry.fit.size is a square");
        require(
                size.get(0) != null && size.get(0) >= 1 && size.get(0) <= MAX_SIDE,
                "image.geometry.fit.size is 1 to " + MAX_SIDE);
        int padHu = image.geometry.fit.padHu;
        require(padHu == (short) padHu, "image.geometry.fit.padHu is a value of 16 bits");
        checkSlice(image.geometry.slice);
        require(
                image.intensity == null || image.intensity.isEmpty(),
                "image.intensity: this version gives Hounsfield units to the graph and runs no operations");
        require(image.tensor != null && "NCHW".equals(image.tensor.layout), "image.tensor.layout is NCHW for slice2d");
        require("float32".equals(image.tensor.dtype), "image.tensor.dtype: only float32 is run by this version");
        require(image.tensor.batchMax >= 1, "image.tensor.batchMax is 1 or more");
        require(image.tensor.name != null, "image.tensor.name is required");
        checkOutput(image.output, "image.output");
        checkRecord();
        if (text != null) {
            checkText();
        }
    }

    private static void checkSlice(SliceStep slice) {
        require(slice != null, "image.geometry.slice is required for slice2d");
        require(isLength(slice.strideMm), "image.geometry.slice.strideMm is positive");
        require(
                slice.max >= 1 && slice.max <= SeriesEmbedding.MAX_SLICES,
                "image.geometry.slice.max is 1 to " + SeriesEmbedding.MAX_SLICES);
        require(
                slice.minBodyFraction >= 0 && slice.minBodyFraction < 1,
                "image.geometry.slice.minBodyFraction is 0 or more and less than 1");
    }

    private static void checkOutput(Output output, String field) {
        require(output != null && output.name != null, field + ".name is required");
        require(output.dim >= 1, field + ".dim is 1 or more");
    }

    /** All vectors of a series travel in one record. */
    private void checkRecord() {
        long vectors = image.geometry.slice.max + Pooling.values().length;
        long base64 = vectors * image.output.dim * Float.BYTES * 4 / 3;
        require(
                base64 + vectors * MAX_BYTES_AROUND_A_VECTOR <= Topics.MAX_MESSAGE_BYTES,
                "image.geometry.slice.max vectors of image.output.dim values do not fit a record of "
                        + Topics.MAX_MESSAGE_BYTES + " bytes");
    }

    private void checkText() {
        require(text.file != null && text.tokenizer != null, "text.file and text.tokenizer are required");
        require(text.maxTokens >= 1, "text.maxTokens is 1 or more");
        require(
                text.inputs != null && text.inputs.ids != null && text.inputs.mask != null,
                "text.inputs names ids and mask");
        checkOutput(text.output, "text.output");
        require("mean".equals(text.output.tokenPool), "text.output.tokenPool: only mean is run by this version");
    }

    private static boolean isLength(Double millimetres) {
        return millimetres != null && millimetres > 0 && Double.isFinite(millimetres);
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
