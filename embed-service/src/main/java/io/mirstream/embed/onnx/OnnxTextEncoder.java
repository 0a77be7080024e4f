package io.mirstream.embed.onnx;

import ai.djl.huggingface.tokenizers.Encoding;
import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import io.mirstream.contracts.error.CodedException;
import io.mirstream.contracts.error.ErrorCode;
import io.mirstream.contracts.id.ModelFingerprint;
import io.mirstream.embed.encode.TextEncoder;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A transformer over texts: its own vector, that of the first token, or the mean over the attention mask; through the
 * head, where there is one; length 1. Owns sessions, tokenizer and head.
 */
final class OnnxTextEncoder implements TextEncoder {
    /** Texts of one run: with 256 tokens of 768 values each, 12 MB of states a layer. */
    private static final int BATCH = 16;

    private final OrtEnvironment environment;
    private final Sessions sessions;
    private final HuggingFaceTokenizer tokenizer;
    private final Manifest.Text manifest;
    private final Finish finish;
    private final int batch;

    private OnnxTextEncoder(
            OrtEnvironment environment,
            Sessions sessions,
            HuggingFaceTokenizer tokenizer,
            Manifest.Text manifest,
            Finish finish,
            int batch) {
        this.environment = environment;
        this.sessions = sessions;
        this.tokenizer = tokenizer;
        this.manifest = manifest;
        this.finish = finish;
        this.batch = batch;
    }

    /** @param finish of the vectors; owned by the encoder once it is loaded */
    static OnnxTextEncoder load(
            OrtEnvironment environment,
            Manifest.Text manifest,
            ModelFingerprint model,
            GraphFile weights,
            byte[] tokenizer,
            Finish finish,
            ExecutionProviders providers)
            throws OrtException {
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
                            "max".equals(manifest.padding())
                                    ? "max_length"
                                    : "true")); // "true" is to the longest of a batch
        } catch (IOException e) {
            throw Manifest.invalid("the tokenizer cannot be loaded: " + e.getMessage());
        }
        int most = manifest.batchInvariant() ? BATCH : 1;
        try {
            Tower tower = Tower.text(manifest, model, most);
            Sessions sessions = providers.openOne(tower, spec -> spec.open(environment, weights));
            try {
                boolean together = GraphCheck.text(sessions.first(), manifest) < 0;
                OnnxTextEncoder encoder =
                        new OnnxTextEncoder(environment, sessions, loaded, manifest, finish, together ? most : 1);
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
        return encode(List.of(text), role).getFirst();
    }

    @Override
    public List<float[]> encode(List<String> texts, Role role) {
        List<float[]> vectors = new ArrayList<>();
        for (int from = 0; from < texts.size(); from += batch) {
            List<String> some = texts.subList(from, Math.min(texts.size(), from + batch));
            vectors.addAll(run(some.stream().map(text -> prefix(role) + text).toList()));
        }
        return vectors;
    }

    private List<float[]> run(List<String> texts) {
        List<Encoding> tokens = List.of(tokenizer.batchEncode(texts));
        List<long[]> masks = tokens.stream().map(Encoding::getAttentionMask).toList();
        Map<String, OnnxTensor> inputs = new HashMap<>();
        try {
            put(
                    inputs,
                    manifest.inputs().ids(),
                    tokens.stream().map(Encoding::getIds).toList());
            put(inputs, manifest.inputs().mask(), masks);
            put(
                    inputs,
                    manifest.inputs().types(),
                    tokens.stream().map(Encoding::getTypeIds).toList());
            try (Sessions.Lease lease = sessions.next();
                    var result = NativeHandles.ofRun(lease.session().run(inputs))) {
                OnnxTensor states = (OnnxTensor)
                        result.handle().get(manifest.output().name()).orElseThrow();
                return finish.of(TokenPool.vectors(
                        states.getFloatBuffer(), states.getInfo().getShape(), manifest.output(), masks));
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

    private void put(Map<String, OnnxTensor> inputs, String name, List<long[]> values) throws OrtException {
        if (name != null) {
            inputs.put(name, NativeHandles.opened(OnnxTensor.createTensor(environment, values.toArray(long[][]::new))));
        }
    }

    @Override
    public int dimension() {
        return manifest.projection() == null
                ? manifest.output().dim()
                : manifest.projection().dim();
    }

    @Override
    public void close() {
        finish.close();
        tokenizer.close();
        sessions.close();
    }
}
