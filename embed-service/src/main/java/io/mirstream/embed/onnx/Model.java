package io.mirstream.embed.onnx;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import io.mirstream.contracts.error.CodedException;
import io.mirstream.contracts.error.ErrorCode;
import io.mirstream.contracts.event.ModelRef;
import io.mirstream.embed.encode.BatchEncoder;
import io.mirstream.embed.encode.TextEncoder;
import java.util.List;
import java.util.Optional;

/** A loaded model: its image encoder, and its text encoder if it has one. Owns both. */
public final class Model implements AutoCloseable {
    private final BatchEncoder image;
    private final Execution execution;
    private final Optional<OnnxTextEncoder> text;

    private Model(BatchEncoder image, Execution execution, Optional<OnnxTextEncoder> text) {
        this.image = image;
        this.execution = execution;
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
        ModelFiles files = ModelFiles.of(folder, manifest);
        ModelRef ref = new ModelRef(
                manifest.id(),
                manifest.version(),
                files.fingerprint(manifestBytes),
                manifest.dimension(),
                manifest.textDimension(),
                manifest.text() != null && manifest.text().sharedSpace(),
                Optional.of(files.imageSha256()),
                Optional.of(ModelFolder.preprocessingFingerprint(manifest)));
        ExecutionProviders providers = new ExecutionProviders(configured.orElse(manifest.runtime()));
        try {
            Loading loading = new Loading(OrtEnvironment.getEnvironment(), folder, manifest, files, ref, providers);
            OnnxImageEncoder first = loading.first();
            BatchEncoder image = first;
            Optional<OnnxTextEncoder> text = Optional.empty();
            try {
                image = loading.whole(first);
                text = loading.text();
                if (manifest.golden() != null) {
                    for (int session = 0; session < first.sessions().size(); session++) {
                        // one that has run less comes first, so that no device is left out
                        Golden.check(folder, manifest.golden(), image, text.map(TextEncoder.class::cast));
                    }
                }
                return new Model(image, first.sessions().execution(), text);
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
            OrtEnvironment environment,
            ModelFolder folder,
            Manifest manifest,
            ModelFiles files,
            ModelRef model,
            ExecutionProviders providers) {
        /** With the head, unless another graph comes before it. */
        OnnxImageEncoder first() throws OrtException {
            Finish finish = files.second().isEmpty() ? finish(manifest.image().output()) : Finish.NOTHING;
            try {
                return OnnxImageEncoder.load(environment, manifest, model, files.image(), finish, providers);
            } catch (OrtException | CodedException e) {
                finish.close();
                throw e;
            }
        }

        /** Owns the first; which is still to be closed when this fails. */
        BatchEncoder whole(OnnxImageEncoder first) throws OrtException {
            if (files.second().isEmpty()) {
                return first;
            }
            Finish finish = finish(manifest.image().second().output());
            try {
                return TwoStageEncoder.load(
                        environment, first, manifest.image(), files.second().get(), finish, providers);
            } catch (OrtException | CodedException e) {
                finish.close();
                throw e;
            }
        }

        private Finish finish(Manifest.Output output) throws OrtException {
            Finish.Head head = new Finish.Head("projection", manifest.projection(), output.dim());
            return Finish.load(
                    environment,
                    files.projection(),
                    head,
                    manifest.image().l2normalize(),
                    model.fingerprint(),
                    providers);
        }

        Optional<OnnxTextEncoder> text() throws OrtException {
            Manifest.Text text = manifest.text();
            if (text == null) {
                return Optional.empty();
            }
            Finish.Head head = new Finish.Head(
                    "text.projection", text.projection(), text.output().dim());
            Finish finish =
                    Finish.load(environment, files.textProjection(), head, true, model.fingerprint(), providers);
            try {
                byte[] tokenizer = files.tokenizer().orElseGet(() -> folder.read(text.tokenizer()));
                return Optional.of(OnnxTextEncoder.load(
                        environment,
                        text,
                        model.fingerprint(),
                        files.text().orElseThrow(),
                        tokenizer,
                        finish,
                        providers));
            } catch (OrtException | CodedException e) {
                finish.close();
                throw e;
            }
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
        return execution;
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
