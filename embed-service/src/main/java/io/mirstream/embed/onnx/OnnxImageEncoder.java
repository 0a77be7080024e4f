package io.mirstream.embed.onnx;

import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import io.mirstream.contracts.error.CodedException;
import io.mirstream.contracts.error.ErrorCode;
import io.mirstream.contracts.event.ModelRef;
import io.mirstream.contracts.event.Pooling;
import io.mirstream.embed.encode.Aggregate;
import io.mirstream.embed.encode.ImageEncoder;
import io.mirstream.embed.encode.InputSpec;
import io.mirstream.embed.encode.Intensity;
import io.mirstream.embed.encode.Part;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Parts of a series, {@code [N, channels, ...]} in, one vector a part out. Owns its session. */
final class OnnxImageEncoder implements ImageEncoder {
    private final OrtEnvironment environment;
    private final OrtSession session;
    private final Manifest.Image manifest;
    private final ModelRef model;
    private final InputSpec input;
    private final Intensity intensity;
    private final Finish finish;
    private final boolean half;

    /** Items of every batch, for a graph with a fixed batch; otherwise -1. */
    private final int fixedBatch;

    /** One input buffer a thread, outside the heap so that ONNX Runtime reads it without a copy. */
    private final ThreadLocal<ByteBuffer> buffers;

    private OnnxImageEncoder(
            OrtEnvironment environment,
            OrtSession session,
            Manifest manifest,
            ModelRef model,
            Finish finish,
            int fixedBatch) {
        this.environment = environment;
        this.session = session;
        this.manifest = manifest.image();
        this.model = model;
        this.finish = finish;
        this.fixedBatch = fixedBatch;
        input = manifest.input();
        intensity = manifest.intensity();
        half = "float16".equals(this.manifest.tensor().dtype());
        long bytes = (long) maxBatch() * intensity.channels() * input.pixels() * (half ? Short.BYTES : Float.BYTES);
        Manifest.require(
                bytes <= Integer.MAX_VALUE,
                "image.tensor.batchMax: a batch has at most " + Integer.MAX_VALUE + " bytes");
        buffers = ThreadLocal.withInitial(
                () -> ByteBuffer.allocateDirect((int) bytes).order(ByteOrder.nativeOrder()));
    }

    /** @param finish of the vectors; owned by the encoder once it is loaded */
    static OnnxImageEncoder load(
            OrtEnvironment environment,
            Manifest manifest,
            ModelRef model,
            GraphFile weights,
            Finish finish,
            int threads)
            throws OrtException {
        try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
            options.setIntraOpNumThreads(threads);
            OrtSession session = weights.open(environment, options);
            try {
                int batch = GraphCheck.image(session, manifest);
                return new OnnxImageEncoder(environment, session, manifest, model, finish, batch);
            } catch (OrtException | CodedException e) {
                session.close();
                throw e;
            }
        }
    }

    private int maxBatch() {
        return fixedBatch > 0 ? fixedBatch : manifest.tensor().batchMax();
    }

    @Override
    public ModelRef model() {
        return model;
    }

    @Override
    public InputSpec input() {
        return input;
    }

    @Override
    public Aggregate aggregate() {
        Manifest.Aggregation aggregate = manifest.aggregate();
        if (aggregate == null) {
            return Aggregate.SLICES;
        }
        Pooling pooling = "mean".equals(aggregate.op()) || "none".equals(aggregate.op()) || aggregate.op() == null
                ? Pooling.AVG
                : Pooling.ofWireName(aggregate.op());
        return new Aggregate(pooling, aggregate.keepParts() == null || aggregate.keepParts());
    }

    @Override
    public List<float[]> encode(List<Part> parts) {
        Intensity.OfSeries channels = intensity.of(parts);
        List<float[]> vectors = new ArrayList<>();
        for (int from = 0; from < parts.size(); from += maxBatch()) {
            List<Part> batch = parts.subList(from, Math.min(parts.size(), from + maxBatch()));
            vectors.addAll(run(batch, channels).subList(0, batch.size()));
        }
        return vectors;
    }

    private List<float[]> run(List<Part> parts, Intensity.OfSeries channels) {
        ByteBuffer buffer = buffers.get();
        buffer.clear();
        for (Part part : parts) {
            put(buffer, channels.channels(part));
        }
        int items = fixedBatch > 0 ? fixedBatch : parts.size();
        while (fixedBatch > 0 && buffer.hasRemaining()) { // what an earlier batch left is no part of this one
            buffer.put((byte) 0);
        }
        buffer.flip();
        try (OnnxTensor tensor = tensor(buffer, shape(items));
                OrtSession.Result result = session.run(Map.of(manifest.tensor().name(), tensor))) {
            OnnxTensor output =
                    (OnnxTensor) result.get(manifest.output().name()).orElseThrow();
            TensorInfo info = output.getInfo();
            return finish.of(TokenPool.vectors(output.getFloatBuffer(), info.getShape(), manifest.output()));
        } catch (OrtException e) {
            throw new CodedException(ErrorCode.INTERNAL, "ONNX Runtime failed: " + e.getMessage(), e);
        }
    }

    private void put(ByteBuffer buffer, float[] values) {
        for (float value : values) {
            if (half) {
                buffer.putShort(Float.floatToFloat16(value));
            } else {
                buffer.putFloat(value);
            }
        }
    }

    private OnnxTensor tensor(ByteBuffer buffer, long[] shape) throws OrtException {
        return half
                ? OnnxTensor.createTensor(environment, buffer.asShortBuffer(), shape, OnnxJavaType.FLOAT16)
                : OnnxTensor.createTensor(environment, buffer.asFloatBuffer(), shape);
    }

    private long[] shape(int items) {
        long[] spatial = input.shape();
        long[] shape = new long[spatial.length + 2];
        shape[0] = items;
        shape[1] = intensity.channels();
        System.arraycopy(spatial, 0, shape, 2, spatial.length);
        return shape;
    }

    @Override
    public void close() {
        finish.close();
        try {
            session.close();
        } catch (OrtException e) {
            throw new CodedException(ErrorCode.INTERNAL, "closing the model failed", e);
        }
    }
}
