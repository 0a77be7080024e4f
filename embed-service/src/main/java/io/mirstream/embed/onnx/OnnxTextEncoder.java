package io.mirstream.embed.onnx;

import ai.djl.huggingface.tokenizers.Encoding;
import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import io.mirstream.contracts.error.CodedException;
import io.mirstream.contracts.error.ErrorCode;
import io.mirstream.contracts.id.ModelFingerprint;
import io.mirstream.embed.encode.TextEncoder;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;

/** A transformer over one text: its own vector, that of the first token, or the mean over the attention mask; length 1. Owns sessions and tokenizer. */
final class OnnxTextEncoder implements TextEncoder {
    private final OrtEnvironment environment;
    private final Sessions sessions;
    private final HuggingFaceTokenizer tokenizer;
    private final Manifest.Text manifest;

    private OnnxTextEncoder(
            OrtEnvironment environment, Sessions sessions, HuggingFaceTokenizer tokenizer, Manifest.Text manifest) {
        this.environment = environment;
        this.sessions = sessions;
        this.tokenizer = tokenizer;
        this.manifest = manifest;
    }

    static OnnxTextEncoder load(
            OrtEnvironment environment,
            Manifest.Text manifest,
            ModelFingerprint model,
            byte[] weights,
            byte[] tokenizer,
            ExecutionProviders providers)
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
        try {
            Sessions sessions = providers.openOne(Tower.text(manifest, model), spec -> spec.open(environment, weights));
            try {
                GraphCheck.text(sessions.first(), manifest);
                OnnxTextEncoder encoder = new OnnxTextEncoder(environment, sessions, loaded, manifest);
                encoder.warmUp(providers.warmUps(sessions));
                return encoder;
            } catch (OrtException | CodedException e) {
                sessions.close();
                throw e;
            }
        } catch (OrtException | CodedException e) {
            loaded.close();
            throw e;
        }
    }

    private void warmUp(int rounds) {
        for (int round = 0; round < rounds; round++) {
            encode("a", Role.QUERY);
        }
    }

    Sessions sessions() {
        return sessions;
    }

    @Override
    public float[] encode(String text, Role role) {
        Encoding tokens = tokenizer.encode(prefix(role) + text);
        Map<String, OnnxTensor> inputs = new HashMap<>();
        try {
            put(inputs, manifest.inputs().ids(), tokens.getIds());
            put(inputs, manifest.inputs().mask(), tokens.getAttentionMask());
            put(inputs, manifest.inputs().types(), tokens.getTypeIds());
            try (Sessions.Lease lease = sessions.next();
                    var result = owned(lease.session().run(inputs))) {
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

    private static NativeHandles.Owned<OrtSession.Result> owned(OrtSession.Result result) {
        return NativeHandles.owned(result, result::close);
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
        tokenizer.close();
        sessions.close();
    }
}
