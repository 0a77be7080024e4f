package io.mirstream.embed.builtin;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import io.mirstream.embed.encode.Slab;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.List;
import java.util.Map;

/** A graph that takes slabs, on one thread. */
final class SlabGraphRun implements AutoCloseable {
    private static final int PIXELS = TissueFeatures.SIDE * TissueFeatures.SIDE;

    private final OrtEnvironment environment = OrtEnvironment.getEnvironment();
    private final OrtSession session;

    SlabGraphRun(byte[] graph) throws OrtException {
        try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
            options.setIntraOpNumThreads(1);
            session = environment.createSession(graph, options);
        }
    }

    float[] of(Slab slab) throws OrtException {
        return of(List.of(slab));
    }

    /**
     * The first output, flat.
     *
     * @param slabs one a channel
     */
    float[] of(List<Slab> slabs) throws OrtException {
        FloatBuffer pixels = ByteBuffer.allocateDirect(slabs.size() * PIXELS * Float.BYTES)
                .order(ByteOrder.nativeOrder())
                .asFloatBuffer();
        for (Slab slab : slabs) {
            for (short hounsfield : slab.hounsfield()) {
                pixels.put(hounsfield);
            }
        }
        pixels.flip();
        long[] shape = {1, slabs.size(), TissueFeatures.SIDE, TissueFeatures.SIDE};
        try (OnnxTensor input = OnnxTensor.createTensor(environment, pixels, shape);
                OrtSession.Result result = session.run(Map.of("hounsfield", input))) {
            FloatBuffer output = ((OnnxTensor) result.get(0)).getFloatBuffer();
            float[] values = new float[output.remaining()];
            output.get(values);
            return values;
        }
    }

    @Override
    public void close() throws OrtException {
        session.close();
    }
}
