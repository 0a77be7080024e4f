package io.mirstream.embed.onnx;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import io.mirstream.contracts.error.CodedException;
import io.mirstream.contracts.error.ErrorCode;
import io.mirstream.contracts.id.ModelFingerprint;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What becomes of the vectors of a graph: through a trained head, where there is one, and to length 1. Owns the head's sessions. */
final class Finish implements AutoCloseable {
    /** Vectors are left as the graph gives them: another graph takes them. */
    static final Finish NOTHING = new Finish(null, Optional.empty(), false);

    /**
     * The head as it is declared.
     *
     * @param field of the manifest, where it is described
     * @param manifest null where there is none
     * @param width of the vectors that it takes
     */
    record Head(String field, Manifest.Projection manifest, int width) {}

    private record Loaded(Sessions sessions, Manifest.Projection manifest) {}

    private final OrtEnvironment environment;
    private final Optional<Loaded> head;
    private final boolean normalize;

    private Finish(OrtEnvironment environment, Optional<Loaded> head, boolean normalize) {
        this.environment = environment;
        this.head = head;
        this.normalize = normalize;
    }

    static Finish load(
            OrtEnvironment environment,
            Optional<GraphFile> file,
            Head head,
            boolean normalize,
            ModelFingerprint model,
            ExecutionProviders providers)
            throws OrtException {
        if (file.isEmpty()) {
            return new Finish(environment, Optional.empty(), normalize);
        }
        Tower tower = Tower.ofVectors(head.field(), model);
        Sessions sessions = providers.openOne(tower, spec -> spec.open(environment, file.get()));
        try {
            GraphCheck.projection(sessions.first(), head.manifest(), head.field(), head.width());
            return new Finish(environment, Optional.of(new Loaded(sessions, head.manifest())), normalize);
        } catch (OrtException | CodedException e) {
            sessions.close();
            throw e;
        }
    }

    /**
     * @param vectors of one batch; changed in place where there is no head
     * @throws CodedException {@code INTERNAL} when a value is not finite
     */
    List<float[]> of(List<float[]> vectors) throws OrtException {
        List<float[]> finished = head.isPresent() ? projected(head.get(), vectors) : vectors;
        for (float[] vector : finished) {
            checkFinite(vector);
            if (normalize) {
                UnitLength.scale(vector);
            }
        }
        return finished;
    }

    private List<float[]> projected(Loaded projection, List<float[]> vectors) throws OrtException {
        int width = vectors.getFirst().length;
        FloatBuffer values = FloatBuffer.allocate(vectors.size() * width);
        vectors.forEach(values::put);
        long[] shape = {vectors.size(), width};
        OnnxTensor made = OnnxTensor.createTensor(environment, values.flip(), shape);
        try (var tensor = NativeHandles.owned(made, made::close);
                Sessions.Lease lease = projection.sessions().next();
                var result = NativeHandles.ofRun(
                        lease.session().run(Map.of(projection.manifest().input(), tensor.handle())))) {
            OnnxTensor output = (OnnxTensor)
                    result.handle().get(projection.manifest().output()).orElseThrow();
            return rows(
                    output.getFloatBuffer(),
                    vectors.size(),
                    projection.manifest().dim());
        }
    }

    private static List<float[]> rows(FloatBuffer values, int count, int width) {
        if (values.remaining() != count * width) {
            throw Manifest.invalid("the projection gave " + values.remaining() + " values for " + count
                    + " vectors, the manifest says " + width + " each");
        }
        List<float[]> rows = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            float[] row = new float[width];
            values.get(row);
            rows.add(row);
        }
        return rows;
    }

    private static void checkFinite(float[] vector) {
        for (float value : vector) {
            if (!Float.isFinite(value)) {
                throw new CodedException(ErrorCode.INTERNAL, "the model gave a vector that is not finite");
            }
        }
    }

    @Override
    public void close() {
        head.ifPresent(loaded -> loaded.sessions().close());
    }
}
