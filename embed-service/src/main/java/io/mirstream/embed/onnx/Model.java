package io.mirstream.embed.onnx;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import io.mirstream.contracts.error.CodedException;
import io.mirstream.contracts.error.ErrorCode;
import io.mirstream.contracts.event.ModelRef;
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
        ModelFiles files = ModelFiles.of(folder, manifest);
        ModelRef ref = new ModelRef(
                manifest.id(),
                manifest.version(),
                files.fingerprint(manifestBytes),
                manifest.dimension(),
                manifest.textDimension(),
                manifest.text() != null && manifest.text().sharedSpace());
        try {
            Loading loading = new Loading(OrtEnvironment.getEnvironment(), folder, manifest, files, threads);
            ImageEncoder image = loading.image(ref);
            Optional<TextEncoder> text = Optional.empty();
            try {
                if (manifest.text() != null) {
                    text = Optional.of(loading.text());
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

    /** What the loading of one model needs. */
    private record Loading(
            OrtEnvironment environment, ModelFolder folder, Manifest manifest, ModelFiles files, int threads) {
        ImageEncoder image(ModelRef ref) throws OrtException {
            Manifest.Image image = manifest.image();
            int width = image.second() == null
                    ? image.output().dim()
                    : image.second().output().dim();
            Finish finish = Finish.load(
                    environment,
                    files.projection(),
                    manifest.projection(),
                    "projection",
                    width,
                    image.l2normalize(),
                    threads);
            ImageEncoder first = null;
            try {
                boolean alone = files.second().isEmpty();
                first = OnnxImageEncoder.load(
                        environment, manifest, ref, files.image(), alone ? finish : Finish.NOTHING, threads);
                return alone
                        ? first
                        : TwoStageEncoder.load(
                                environment, first, image, files.second().get(), finish, threads);
            } catch (OrtException | CodedException e) {
                if (first != null) {
                    first.close();
                }
                finish.close();
                throw e;
            }
        }

        TextEncoder text() throws OrtException {
            Manifest.Text text = manifest.text();
            Finish finish = Finish.load(
                    environment,
                    files.textProjection(),
                    text.projection(),
                    "text.projection",
                    text.output().dim(),
                    true,
                    threads);
            try {
                byte[] tokenizer = files.tokenizer().orElseGet(() -> folder.read(text.tokenizer()));
                return OnnxTextEncoder.load(environment, text, files.text().orElseThrow(), tokenizer, finish, threads);
            } catch (OrtException | CodedException e) {
                finish.close();
                throw e;
            }
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
