package io.mirstream.embed.onnx;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import io.mirstream.contracts.error.CodedException;
import io.mirstream.contracts.error.ErrorCode;
import io.mirstream.contracts.event.ModelRef;
import io.mirstream.contracts.id.ModelFingerprint;
import io.mirstream.embed.encode.ImageEncoder;
import io.mirstream.embed.encode.TextEncoder;
import java.util.List;
import java.util.Optional;

/** A loaded model: its image encoder, and its text encoder if it has one. Owns both. */
public final class Model implements AutoCloseable {
    private final ImageEncoder image;
    private final Optional<TextEncoder> text;

    private Model(ImageEncoder image, Optional<TextEncoder> text) {
        this.image = image;
        this.text = text;
    }

    /**
     * @param providers execution providers in order of preference; this build has {@code cpu}
     * @param threads of one inference
     * @throws CodedException {@code MODEL_INVALID}, {@code ACCELERATOR_UNAVAILABLE}
     */
    public static Model load(ModelFolder folder, List<String> providers, int threads) {
        if (!providers.contains("cpu")) {
            throw new CodedException(
                    ErrorCode.ACCELERATOR_UNAVAILABLE,
                    "none of the providers " + providers + " is in this build, and cpu is not listed after them");
        }
        byte[] manifestBytes = folder.read("manifest.yaml");
        Manifest manifest = Manifest.parse(manifestBytes);
        byte[] imageWeights = folder.read(manifest.image().file());
        ModelFolder.checkSha256(
                manifest.image().file(), imageWeights, manifest.image().sha256());
        Optional<byte[]> textWeights = Optional.ofNullable(manifest.text()).map(text -> folder.read(text.file()));
        Optional<byte[]> tokenizer = Optional.ofNullable(manifest.text()).flatMap(folder::ownTokenizer);
        ModelFingerprint fingerprint = ModelFolder.fingerprint(manifestBytes, imageWeights, textWeights, tokenizer);
        ModelRef ref = new ModelRef(
                manifest.id(),
                manifest.version(),
                fingerprint,
                manifest.image().output().dim(),
                manifest.text() == null ? 0 : manifest.text().output().dim(),
                manifest.text() != null && manifest.text().sharedSpace(),
                Optional.of(ModelFolder.sha256(imageWeights)),
                Optional.of(ModelFolder.preprocessingFingerprint(manifest)));
        OrtEnvironment environment = OrtEnvironment.getEnvironment();
        try {
            OnnxImageEncoder image = OnnxImageEncoder.load(environment, manifest, ref, imageWeights, threads);
            Optional<TextEncoder> text = Optional.empty();
            try {
                if (manifest.text() != null) {
                    text = Optional.of(OnnxTextEncoder.load(
                            environment,
                            manifest.text(),
                            textWeights.orElseThrow(),
                            folder.read(manifest.text().tokenizer()),
                            threads));
                }
                if (manifest.golden() != null) {
                    Golden.check(folder, manifest.golden(), image, text);
                }
                return new Model(image, text);
            } catch (OrtException | CodedException e) {
                text.ifPresent(TextEncoder::close);
                image.close();
                throw e;
            }
        } catch (OrtException e) {
            throw new CodedException(ErrorCode.MODEL_INVALID, "ONNX Runtime refuses the model: " + e.getMessage(), e);
        }
    }

    public ImageEncoder image() {
        return image;
    }

    public Optional<TextEncoder> text() {
        return text;
    }

    @Override
    public void close() {
        text.ifPresent(TextEncoder::close);
        image.close();
    }
}
