package io.mirstream.embed.onnx;

import ai.djl.huggingface.tokenizers.Encoding;
import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import io.mirstream.contracts.error.CodedException;
import io.mirstream.contracts.error.ErrorCode;
import io.mirstream.embed.encode.TextEncoder;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;

/** A transformer over one text: its own vector, that of the first token, or the mean over the attention mask; length 1. Owns session and tokenizer. */
final class OnnxTextEncoder implements TextEncoder {
    private final OrtEnvironment environment;
    private final OrtSession session;
    private final HuggingFaceTokenizer tokenizer;
    private final Manifest.Text manifest;

    private OnnxTextEncoder(
            OrtEnvironment environment, OrtSession session, HuggingFaceTokenizer tokenizer, Manifest.Text manifest) {
        this.environment = environment;
        this.session = session;
        this.tokenizer = tokenizer;
        this.manifest = manifest;
    }

    static OnnxTextEncoder load(
            OrtEnvironment environment, Manifest.Text manifest, byte[] weights, byte[] tokenizer, int threads)
            throws OrtException {
        ModelFolder.checkSha256(manifest.file(), weights, manifest.sha256());
        HuggingFaceTokenizer loaded;
        try {
            loaded = HuggingFaceTokenizer.newInstance(
                    new ByteArrayInputStream(tokenizer),
                    Map.of(
                            "truncation",
                            "true",
                            "maxLength",
                            Integer.toString(manifest.maxTokens()),
                            "padding",
                            "max".equals(manifest.padding()) ? "max_length" : "false"));
        } catch (IOException e) {
            throw Manifest.invalid("the tokenizer cannot be loaded: " + e.getMessage());
        }
        try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
            options.setIntraOpNumThreads(threads);
            OrtSession session = NativeHandles.opened(environment.createSession(weights, options));
            try {
                GraphCheck.text(session, manifest);
                return new OnnxTextEncoder(environment, session, loaded, manifest);
            } catch (OrtException | CodedException e) {
                session.close();
                NativeHandles.closed();
                throw e;
            }
        } catch (OrtException | CodedException e) {
            loaded.close();
            throw e;
        }
    }

    @Override
    public float[] encode(String text, Role role) {
        Encoding tokens = tokenizer.encode(prefix(role) + text);
        Map<String, OnnxTensor> inputs = new HashMap<>();
        try {
            put(inputs, manifest.inputs().ids(), tokens.getIds());
            put(inputs, manifest.inputs().mask(), tokens.getAttentionMask());
            put(inputs, manifest.inputs().types(), tokens.getTypeIds());
            OrtSession.Result made = session.run(inputs);
            try (var result = NativeHandles.owned(made, made::close)) {
                OnnxTensor states = (OnnxTensor)
                        result.handle().get(manifest.output().name()).orElseThrow();
                float[] vector = TokenPool.vectors(
                                states.getFloatBuffer(),
                                states.getInfo().getShape(),
                                manifest.output(),
                                tokens.getAttentionMask())
                        .getFirst();
                UnitLength.scale(vector);
                return vector;
            }
        } catch (OrtException e) {
            throw new CodedException(ErrorCode.INTERNAL, "ONNX Runtime failed: " + e.getMessage(), e);
        } finally {
            inputs.values().forEach(tensor -> {
                tensor.close();
                NativeHandles.closed();
            });
        }
    }

    private String prefix(Role role) {
        if (manifest.prefix() == null) {
            return "";
        }
        String prefix = role == Role.QUERY
                ? manifest.prefix().query()
                : manifest.prefix().document();
        return prefix == null ? "" : prefix;
    }

    private void put(Map<String, OnnxTensor> inputs, String name, long[] values) throws OrtException {
        if (name != null) {
            inputs.put(name, NativeHandles.opened(OnnxTensor.createTensor(environment, new long[][] {values})));
        }
    }

    @Override
    public int dimension() {
        return manifest.output().dim();
    }

    @Override
    public void close() {
        try {
            tokenizer.close();
            session.close();
            NativeHandles.closed();
        } catch (OrtException e) {
            throw new CodedException(ErrorCode.INTERNAL, "closing the text model failed", e);
        }
    }
}
