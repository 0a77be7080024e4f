package io.mirstream.embed.onnx;

import io.mirstream.contracts.id.ModelFingerprint;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/**
 * All that a manifest names, checked against its digests.
 *
 * @param tokenizer of the folder; one of the class path is as fixed as the release that it comes with
 */
record ModelFiles(
        GraphFile image,
        Optional<GraphFile> second,
        Optional<GraphFile> projection,
        Optional<GraphFile> text,
        Optional<GraphFile> textProjection,
        Optional<byte[]> tokenizer) {
    static ModelFiles of(ModelFolder folder, Manifest manifest) {
        Manifest.Image image = manifest.image();
        Optional<Manifest.Text> text = Optional.ofNullable(manifest.text());
        return new ModelFiles(
                folder.graph(image.file(), image.sha256(), image.data()),
                Optional.ofNullable(image.second())
                        .map(second -> folder.graph(second.file(), second.sha256(), second.data())),
                Optional.ofNullable(manifest.projection()).map(head -> head(folder, head)),
                text.map(each -> folder.graph(each.file(), each.sha256(), each.data())),
                text.map(Manifest.Text::projection).map(head -> head(folder, head)),
                text.flatMap(folder::ownTokenizer));
    }

    private static GraphFile head(ModelFolder folder, Manifest.Projection head) {
        return folder.graph(head.file(), head.sha256(), head.data());
    }

    /** Of the image graph alone, in hexadecimal. */
    String imageSha256() {
        return HexFormat.of().formatHex(image.digests().getFirst());
    }

    /** Image, text and tokenizer first, as before there were others: a model that has no others keeps its fingerprint. */
    ModelFingerprint fingerprint(byte[] manifest) {
        List<byte[]> digests = new ArrayList<>(image.digests());
        text.ifPresent(graph -> digests.addAll(graph.digests()));
        tokenizer.ifPresent(bytes -> digests.add(ModelFolder.digestOf(bytes)));
        second.ifPresent(graph -> digests.addAll(graph.digests()));
        projection.ifPresent(graph -> digests.addAll(graph.digests()));
        textProjection.ifPresent(graph -> digests.addAll(graph.digests()));
        return ModelFolder.fingerprint(manifest, digests);
    }
}
