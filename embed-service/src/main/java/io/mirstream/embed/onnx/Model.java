package io.mirstream.embed.onnx;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import io.mirstream.contracts.error.CodedException;
import io.mirstream.contracts.error.ErrorCode;
import io.mirstream.contracts.event.ModelRef;
import io.mirstream.contracts.id.ModelFingerprint;
import io.mirstream.embed.encode.BatchEncoder;
import io.mirstream.embed.encode.TextEncoder;
import java.util.List;
import java.util.Optional;

/** A loaded model: its image encoder, and its text encoder if it has one. Owns both. */
public final class Model implements AutoCloseable {
    private final OnnxImageEncoder image;
    private final Optional<OnnxTextEncoder> text;

    private Model(OnnxImageEncoder image, Optional<OnnxTextEncoder> text) {
        this.image = image;
        this.text = text;
    }

    /** With options that nobody set, but for these; see {@link #load(ModelFolder, ExecutionOptions)}. */
    public static Model load(ModelFolder folder, List<String> providers, int threads) {
        return load(folder, ExecutionOptions.of(providers, threads));
    }

    /** @throws CodedException {@code MODEL_INVALID}, {@code ACCELERATOR_UNAVAILABLE} */
    public static Model load(ModelFolder folder, ExecutionOptions configured) {
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
                manifest.text() != null && manifest.text().sharedSpace());
        ExecutionProviders providers = new ExecutionProviders(configured.orElse(manifest.runtime()));
        OrtEnvironment environment = OrtEnvironment.getEnvironment();
        try {
            OnnxImageEncoder image = OnnxImageEncoder.load(environment, manifest, ref, imageWeights, providers);
            Optional<OnnxTextEncoder> text = Optional.empty();
            try {
                if (manifest.text() != null) {
                    text = Optional.of(OnnxTextEncoder.load(
                            environment,
                            manifest.text(),
                            fingerprint,
                            textWeights.orElseThrow(),
                            folder.read(manifest.text().tokenizer()),
                            providers));
                }
                if (manifest.golden() != null) {
                    checkGolden(folder, manifest.golden(), image, text);
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

    /** Once a session: one that has run less comes first, so that no device is left out. */
    private static void checkGolden(
            ModelFolder folder, Manifest.Golden golden, OnnxImageEncoder image, Optional<OnnxTextEncoder> text) {
        for (int session = 0; session < image.sessions().size(); session++) {
            Golden.check(folder, golden, image, text.map(TextEncoder.class::cast));
        }
    }

    public BatchEncoder image() {
        return image;
    }

    public Optional<TextEncoder> text() {
        return text.map(TextEncoder.class::cast);
    }

    /** On what the image graph runs. */
    public Execution execution() {
        return image.sessions().execution();
    }

    /** On what the text graph runs, if there is one. */
    public Optional<Execution> textExecution() {
        return text.map(tower -> tower.sessions().execution());
    }

    @Override
    public void close() {
        text.ifPresent(TextEncoder::close);
        image.close();
    }
}
