package io.mirstream.embed.builtin;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Run by the build: writes {@code manifest.yaml} and {@code image.onnx} to the folder given. */
public final class WriteBuiltinModel {
    private WriteBuiltinModel() {}

    public static void main(String[] arguments) throws IOException, NoSuchAlgorithmException {
        Path folder = Path.of(arguments[0]);
        Files.createDirectories(folder);
        byte[] onnx = SlabGraph.encoder(
                Network.load(Network.REGION, TissueFeatures.LAYOUT, Network.REGION_WIDTHS),
                Network.load(Network.LESION, TissueFeatures.COUNT, Network.LESION_WIDTHS));
        Files.write(folder.resolve("image.onnx"), onnx);
        String sha256 =
                HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(onnx));
        Files.writeString(folder.resolve("manifest.yaml"), manifest(sha256));
    }

    private static String manifest(String sha256) {
        return """
                schema: ct-encoder/1
                id: builtin-slab
                version: "2"
                license: {spdx: Apache-2.0, redistributable: true, commercial: true, source: generated}
                intended: {modalities: [CT], body: [chest, abdomen, pelvis], nonClinical: true}
                image:
                  file: image.onnx
                  sha256: %s
                  mode: slice2d
                  geometry:
                    orientation: LPS
                    spacingMm: [3, 3, 5]
                    interpolation: linear
                    fit: {op: padCrop, size: [%d, %d], padHu: -1024}
                    slice: {axis: z, strideMm: 5, max: 128, minBodyFraction: 0.05}
                  intensity: []
                  tensor: {name: hounsfield, layout: NCHW, dtype: float32, shape: [N, 1, %d, %d], batchMax: 16}
                  output: {name: embedding, rank: 2, dim: %d, tokenPool: none}
                  aggregate: {op: mean, keepParts: true}
                  l2normalize: true
                text:
                  file: classpath:all-minilm-l6-v2.onnx
                  tokenizer: classpath:all-minilm-l6-v2-tokenizer.json
                  maxTokens: 256
                  padding: longest
                  inputs: {ids: input_ids, mask: attention_mask, types: token_type_ids}
                  output: {name: last_hidden_state, dim: 384, tokenPool: mean}
                  sharedSpace: false
                  batchInvariant: true
                runtime: {providers: [cpu]}
                """.formatted(
                        sha256,
                        TissueFeatures.SIDE,
                        TissueFeatures.SIDE,
                        TissueFeatures.SIDE,
                        TissueFeatures.SIDE,
                        SlabGraph.DIMENSION);
    }
}
