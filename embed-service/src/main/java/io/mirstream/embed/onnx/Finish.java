package io.mirstream.embed.onnx;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import io.mirstream.contracts.error.CodedException;
import io.mirstream.contracts.error.ErrorCode;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What becomes of the vectors of a graph: through a trained head, where there is one, and to length 1. Owns the head's session. */
final class Finish implements AutoCloseable {
    /** Vectors are left as the graph gives them: another graph takes them. */
    static final Finish NOTHING = new Finish(null, Optional.empty(), false);

    /** The head. */
    private record Head(OrtSession session, Manifest.Projection manifest) {}

    private final OrtEnvironment environment;
    private final Optional<Head> head;
    private final boolean normalize;

    private Finish(OrtEnvironment environment, Optional<Head> head, boolean normalize) {
        this.environment = environment;
        this.head = head;
        this.normalize = normalize;
    }

    /**
     * @param field of the manifest, where the head is described
     * @param width of the vectors that the head takes
     */
    static Finish load(
            OrtEnvironment environment,
            Optional<GraphFile> file,
            Manifest.Projection manifest,
            String field,
            int width,
            boolean normalize,
            int threads)
            throws OrtException {
        if (file.isEmpty()) {
            return new Finish(environment, Optional.empty(), normalize);
        }
        try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
            options.setIntraOpNumThreads(threads);
            OrtSession session = file.get().open(environment, options);
            try {
                GraphCheck.projection(session, manifest, field, width);
                return new Finish(environment, Optional.of(new Head(session, manifest)), normalize);
            } catch (OrtException | CodedException e) {
                session.close();
                throw e;
            }
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

    private List<float[]> projected(Head projection, List<float[]> vectors) throws OrtException {
        int width = vectors.getFirst().length;
        FloatBuffer values = FloatBuffer.allocate(vectors.size() * width);
        vectors.forEach(values::put);
        long[] shape = {vectors.size(), width};
        try (OnnxTensor tensor = OnnxTensor.createTensor(environment, values.flip(), shape);
                OrtSession.Result result =
                        projection.session().run(Map.of(projection.manifest().input(), tensor))) {
            OnnxTensor output =
                    (OnnxTensor) result.get(projection.manifest().output()).orElseThrow();
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
        try {
            if (head.isPresent()) {
                head.get().session().close();
            }
        } catch (OrtException e) {
            throw new CodedException(ErrorCode.INTERNAL, "closing the projection failed", e);
        }
    }
}
