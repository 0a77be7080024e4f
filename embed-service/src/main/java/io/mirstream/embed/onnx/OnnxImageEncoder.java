package io.mirstream.embed.onnx;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import io.mirstream.contracts.error.CodedException;
import io.mirstream.contracts.error.ErrorCode;
import io.mirstream.contracts.event.ModelRef;
import io.mirstream.embed.encode.ImageEncoder;
import io.mirstream.embed.encode.Slab;
import io.mirstream.embed.encode.SlabSpec;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** A slice model: {@code [N,1,side,side]} Hounsfield units in, {@code [N,dimension]} out. Owns its session. */
final class OnnxImageEncoder implements ImageEncoder {
    private final OrtEnvironment environment;
    private final OrtSession session;
    private final Manifest.Image manifest;
    private final ModelRef model;
    private final SlabSpec input;

    /** One input buffer a thread, outside the heap so that ONNX Runtime reads it without a copy. */
    private final ThreadLocal<FloatBuffer> buffers;

    private OnnxImageEncoder(OrtEnvironment environment, OrtSession session, Manifest manifest, ModelRef model) {
        this.environment = environment;
        this.session = session;
        this.manifest = manifest.image();
        this.model = model;
        input = manifest.slabs();
        int floats = maxBatch() * input.pixels();
        buffers = ThreadLocal.withInitial(() -> ByteBuffer.allocateDirect(floats * Float.BYTES)
                .order(ByteOrder.nativeOrder())
                .asFloatBuffer());
    }

    static OnnxImageEncoder load(
            OrtEnvironment environment, Manifest manifest, ModelRef model, byte[] weights, int threads)
            throws OrtException {
        try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
            options.setIntraOpNumThreads(threads);
            OrtSession session = environment.createSession(weights, options);
            try {
                checkGraph(session, manifest.image());
                return new OnnxImageEncoder(environment, session, manifest, model);
            } catch (CodedException e) {
                session.close();
                throw e;
            }
        }
    }

    /** The graph must have the tensors that the manifest says. */
    private static void checkGraph(OrtSession session, Manifest.Image manifest) throws OrtException {
        long side = manifest.geometry().fit().size().getFirst();
        long[] in = shape(session.getInputInfo(), manifest.tensor().name(), "input");
        if (in.length != 4 || in[1] != 1 || (in[2] != side && in[2] >= 0) || (in[3] != side && in[3] >= 0)) {
            throw Manifest.invalid(
                    "the graph's input has shape " + Arrays.toString(in) + ", the manifest says otherwise");
        }
        long[] out = shape(session.getOutputInfo(), manifest.output().name(), "output");
        if (out.length != 2 || out[1] != manifest.output().dim()) {
            throw Manifest.invalid(
                    "the graph's output has shape " + Arrays.toString(out) + ", the manifest says otherwise");
        }
    }

    private static long[] shape(Map<String, NodeInfo> nodes, String name, String what) {
        NodeInfo node = nodes.get(name);
        if (node == null || !(node.getInfo() instanceof TensorInfo tensor)) {
            throw Manifest.invalid("the graph has no " + what + " named " + name + ", only " + nodes.keySet());
        }
        return tensor.getShape();
    }

    @Override
    public ModelRef model() {
        return model;
    }

    @Override
    public SlabSpec input() {
        return input;
    }

    @Override
    public int maxBatch() {
        return manifest.tensor().batchMax();
    }

    @Override
    public List<float[]> encode(List<Slab> slabs) {
        FloatBuffer buffer = buffers.get();
        buffer.clear();
        for (Slab slab : slabs) {
            for (short hu : slab.hounsfield()) {
                buffer.put(hu);
            }
        }
        buffer.flip();
        long[] shape = {slabs.size(), 1, input.side(), input.side()};
        try (OnnxTensor tensor = OnnxTensor.createTensor(environment, buffer, shape);
                OrtSession.Result result = session.run(Map.of(manifest.tensor().name(), tensor))) {
            float[][] vectors = (float[][]) result.get(0).getValue();
            List<float[]> checked = new ArrayList<>();
            for (float[] vector : vectors) {
                checked.add(finite(vector));
            }
            return checked;
        } catch (OrtException e) {
            throw new CodedException(ErrorCode.INTERNAL, "ONNX Runtime failed: " + e.getMessage(), e);
        }
    }

    private static float[] finite(float[] vector) {
        for (float value : vector) {
            if (!Float.isFinite(value)) {
                throw new CodedException(ErrorCode.INTERNAL, "the model gave a vector that is not finite");
            }
        }
        return vector;
    }

    @Override
    public void close() {
        try {
            session.close();
        } catch (OrtException e) {
            throw new CodedException(ErrorCode.INTERNAL, "closing the model failed", e);
        }
    }
}
