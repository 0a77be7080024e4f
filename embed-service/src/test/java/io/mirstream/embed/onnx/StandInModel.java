package io.mirstream.embed.onnx;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.mirstream.embed.builtin.StandInGraphs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** A model of slices of 8 x 8 pixels in batches of at most 4, without a text tower. */
final class StandInModel {
    private static final int DIMENSION = 16;
    private static final long[] SHAPE = {-1, 1, 8, 8};

    private static final String MANIFEST = """
            schema: ct-encoder/1
            id: stand-in
            version: "1"
            image:
              file: image.onnx
              mode: slice2d
              geometry: {orientation: LPS, interpolation: linear, fit: {op: resize, size: [8, 8], padHu: -1024}, slice: {axis: z, strideMm: 5, max: 16, minBodyFraction: 0.05}}
              intensity: []
              tensor: {name: pixels, layout: NCHW, dtype: float32, shape: [N, 1, 8, 8], batchMax: 4}
              output: {name: vectors, rank: 2, dim: 16, tokenPool: none}
              l2normalize: true
            """;

    private StandInModel() {}

    /** @param runtime the manifest's, as YAML; may be empty */
    static Manifest manifest(String runtime) {
        return Manifest.parse((MANIFEST + runtime).getBytes(UTF_8));
    }

    static byte[] graph() {
        return StandInGraphs.projection("pixels", "vectors", DIMENSION, false, SHAPE);
    }

    /** Fails for more than two items. */
    static byte[] graphOfPairs() {
        return StandInGraphs.pairs("pixels", "vectors", DIMENSION, SHAPE);
    }

    static ModelFolder folder(Path folder, byte[] graph) throws IOException {
        Files.writeString(folder.resolve("manifest.yaml"), MANIFEST);
        Files.write(folder.resolve("image.onnx"), graph);
        return ModelFolder.of(Optional.of(folder));
    }
}
