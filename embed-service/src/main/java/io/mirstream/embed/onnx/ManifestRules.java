package io.mirstream.embed.onnx;

import static io.mirstream.embed.onnx.Manifest.require;

import io.mirstream.contracts.event.Pooling;
import io.mirstream.contracts.topic.Topics;
import java.util.List;

/** What must hold for a manifest beyond the types of its fields. */
final class ManifestRules {
    /** Names, position and punctuation of a vector in a record's JSON; measured: below 90. */
    private static final int MAX_BYTES_AROUND_A_VECTOR = 128;

    private final Manifest manifest;
    private final Manifest.Image image;
    private final Manifest.Text text;

    private ManifestRules(Manifest manifest) {
        this.manifest = manifest;
        image = manifest.image();
        text = manifest.text();
    }

    /** @throws io.mirstream.contracts.error.CodedException {@code MODEL_INVALID}, naming the field */
    static void check(Manifest manifest) {
        new ManifestRules(manifest).check();
    }

    private void check() {
        require(Manifest.SCHEMA.equals(manifest.schema()), "schema is " + Manifest.SCHEMA);
        require(
                manifest.id() != null && manifest.id().matches("[a-z0-9][a-z0-9._-]{0,63}"),
                "id is lower case, at most 64 characters");
        require(manifest.version() != null && !manifest.version().isBlank(), "version is required");
        require(image != null && image.file() != null, "image.file is required");
        checkData(image.data(), "image.data");
        long[] spatial = manifest.input().shape();
        checkTensor(manifest.intensity().channels(), spatial);
        if (manifest.runtime() != null) {
            manifest.runtime().check(image.tensor());
        }
        checkImageOutput();
        checkAggregate();
        if (image.second() != null) {
            checkSecond(image.second());
        }
        checkProjection(manifest.projection(), "projection");
        checkRecord();
        if (text != null) {
            checkText();
        }
        if (manifest.golden() != null) {
            require(manifest.golden().file() != null, "golden.file is required");
            Double tolerance = manifest.golden().atolCosine();
            require(
                    tolerance == null || (tolerance > 0 && tolerance < 1),
                    "golden.atolCosine is more than 0 and less than 1");
        }
    }

    private void checkTensor(int channels, long[] spatial) {
        Manifest.Tensor tensor = image.tensor();
        require(tensor.name() != null, "image.tensor.name is required");
        require(
                "float32".equals(tensor.dtype()) || "float16".equals(tensor.dtype()),
                "image.tensor.dtype is float32 or float16");
        require(tensor.batchMax() >= 1, "image.tensor.batchMax is 1 or more");
        List<Object> shape = tensor.shape();
        if (shape == null) {
            return;
        }
        require(
                shape.size() == spatial.length + 2,
                "image.tensor.shape has " + (spatial.length + 2) + " lengths in the order of the layout");
        checkLength(shape.get(0), tensor.batchMax(), "the batch, image.tensor.batchMax");
        checkLength(shape.get(1), channels, "the channels that image.intensity makes");
        for (int i = 0; i < spatial.length; i++) {
            checkLength(shape.get(i + 2), spatial[i], "the size that image.geometry makes");
        }
    }

    private static void checkLength(Object length, long expected, String what) {
        require(
                length instanceof String || (length instanceof Integer number && number == expected),
                "image.tensor.shape: " + length + " is not " + expected + ", " + what);
    }

    private void checkImageOutput() {
        Manifest.Output output = image.output();
        checkOutput(output, "image.output");
        checkRank(output, "image.output");
    }

    private static void checkRank(Manifest.Output output, String field) {
        if (output.rank() != null) {
            require(output.rank() >= 2 && output.rank() <= 5, field + ".rank is 2 to 5");
            require(
                    output.rank() == 2 || !"none".equals(TokenPool.nameOf(output)),
                    field + ".tokenPool is cls or mean where the rank is more than 2");
            require(
                    output.rank() <= 3 || "mean".equals(TokenPool.nameOf(output)),
                    field + ".tokenPool is mean where the rank is more than 3");
        }
    }

    private void checkSecond(Manifest.Second second) {
        require(
                !"volume3d".equals(image.mode()),
                "image.second: a volume3d model has one part, and needs no second graph");
        require(second.file() != null && second.input() != null, "image.second names file and input");
        require(
                (second.gridSize() == null && second.positions() == null) || "patch3d".equals(image.mode()),
                "image.second.gridSize and positions are of patches, for patch3d only");
        checkOutput(second.output(), "image.second.output");
        checkRank(second.output(), "image.second.output");
        checkData(second.data(), "image.second.data");
    }

    private static void checkProjection(Manifest.Projection projection, String field) {
        if (projection == null) {
            return;
        }
        require(
                projection.file() != null && projection.input() != null && projection.output() != null,
                field + " names file, input and output");
        require(projection.dim() >= 1, field + ".dim is 1 or more");
        checkData(projection.data(), field + ".data");
    }

    private static void checkData(List<Manifest.DataFile> data, String field) {
        require(
                data == null || data.stream().allMatch(each -> each != null && each.file() != null),
                field + " is a list of files, each {file, sha256}");
    }

    private static void checkOutput(Manifest.Output output, String field) {
        require(output != null && output.name() != null, field + ".name is required");
        require(output.dim() >= 1, field + ".dim is 1 or more");
        require(TokenPool.isKnown(output), field + ".tokenPool is one of none, cls, mean");
    }

    private void checkAggregate() {
        String op = image.aggregate() == null ? null : image.aggregate().op();
        require(
                !"meanStd".equals(op),
                "image.aggregate.op: meanStd is twice as long as the other vectors of a series, which have one length in"
                        + " the index: image.second can make it, as the one vector of a series");
        require(
                op == null || List.of("mean", "median", "max", "std", "none").contains(op),
                "image.aggregate.op is one of mean, median, max, std, none");
        require(
                !"none".equals(op) || "volume3d".equals(image.mode()) || image.second() != null,
                "image.aggregate.op is none for volume3d and with image.second, which have one vector");
        require(
                image.second() == null || image.aggregate() == null || noneKept(image.aggregate()),
                "image.aggregate: with image.second, op is none and keepParts false: parts have vectors of another kind");
    }

    private static boolean noneKept(Manifest.Aggregation aggregate) {
        return (aggregate.op() == null || "none".equals(aggregate.op()))
                && (aggregate.keepParts() == null || !aggregate.keepParts());
    }

    /** All vectors of a series travel in one record. */
    private void checkRecord() {
        long parts = image.second() != null
                ? 1
                : switch (image.mode()) {
                    case "slice2d" -> image.geometry().slice().max();
                    case "patch3d" -> image.geometry().patch().max();
                    default -> 1;
                };
        long vectors = parts + Pooling.values().length;
        long base64 = vectors * manifest.dimension() * Float.BYTES * 4 / 3;
        require(
                base64 + vectors * MAX_BYTES_AROUND_A_VECTOR <= Topics.MAX_MESSAGE_BYTES,
                "image.geometry: slice.max or patch.max vectors of the model's dimension do not fit a record of "
                        + Topics.MAX_MESSAGE_BYTES + " bytes");
    }

    private void checkText() {
        require(text.file() != null && text.tokenizer() != null, "text.file and text.tokenizer are required");
        require(text.maxTokens() >= 1, "text.maxTokens is 1 or more");
        require(
                text.padding() == null || "longest".equals(text.padding()) || "max".equals(text.padding()),
                "text.padding is longest or max");
        require(
                text.inputs() != null
                        && text.inputs().ids() != null
                        && text.inputs().mask() != null,
                "text.inputs names ids and mask");
        checkOutput(text.output(), "text.output");
        checkData(text.data(), "text.data");
        checkProjection(text.projection(), "text.projection");
        require(
                !text.sharedSpace() || manifest.textDimension() == manifest.dimension(),
                "text.sharedSpace is true only where texts and images have vectors of one length, after their"
                        + " projections");
    }
}
