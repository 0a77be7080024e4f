package io.mirstream.embed.onnx;

import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.ShortBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Input and output of one run at a time, outside the heap, where ONNX Runtime reads and writes them without a copy; used
 * again by the next run.
 */
final class BatchTensors implements AutoCloseable {
    /** Reads what a graph gave: row-major values of a shape. */
    interface Reader {
        List<float[]> read(FloatBuffer values, long[] shape);
    }

    /**
     * Names, types and lengths of a graph's tensors.
     *
     * @param spatial input's shape without its batch
     * @param half input of float16
     * @param made output's shape without its batch where that is known to be float32 of fixed lengths, or null: then ONNX
     *     Runtime makes it
     */
    record Layout(String input, long[] spatial, boolean half, String output, long[] made) {
        static Layout of(OrtSession session, String input, long[] spatial, boolean half, String output)
                throws OrtException {
            TensorInfo info = (TensorInfo) session.getOutputInfo().get(output).getInfo();
            long[] made = Arrays.copyOfRange(info.getShape(), 1, info.getShape().length);
            boolean fixed =
                    info.type == OnnxJavaType.FLOAT && Arrays.stream(made).allMatch(length -> length > 0);
            return new Layout(input, spatial, half, output, fixed ? made : null);
        }

        private static long product(long[] lengths) {
            return Arrays.stream(lengths).reduce(1, (a, b) -> a * b);
        }

        /** Bytes of one item of the input. */
        long itemBytes() {
            return product(spatial) * (half ? Short.BYTES : Float.BYTES);
        }
    }

    private final OrtEnvironment environment;
    private final Layout layout;
    private ByteBuffer input;
    private FloatBuffer output; // null where ONNX Runtime makes it
    private OnnxTensor[] inputs = {}; // by items of a batch, once they were needed
    private OnnxTensor[] outputs = {};

    BatchTensors(OrtEnvironment environment, Layout layout) {
        this.environment = environment;
        this.layout = layout;
    }

    /** As large as the largest batch that there was: a model may allow for many more items than ever come. */
    private void makeRoom(int maxItems) {
        close();
        input = direct(maxItems * layout.itemBytes());
        output = layout.made() == null
                ? null
                : direct(maxItems * Layout.product(layout.made()) * Float.BYTES).asFloatBuffer();
        inputs = new OnnxTensor[maxItems + 1];
        outputs = new OnnxTensor[maxItems + 1];
    }

    private static ByteBuffer direct(long bytes) {
        return ByteBuffer.allocateDirect(Math.toIntExact(bytes)).order(ByteOrder.nativeOrder());
    }

    /**
     * @param tensors float32, at most {@code items}
     * @param items of the batch; those beyond the tensors are 0
     */
    List<float[]> run(OrtSession session, List<float[]> tensors, int items, Reader reader) throws OrtException {
        if (items >= inputs.length) {
            makeRoom(items);
        }
        fill(tensors, items);
        Map<String, OnnxTensor> in = Map.of(layout.input(), inputOf(items));
        if (output == null) {
            try (var result = NativeHandles.ofRun(session.run(in))) {
                OnnxTensor values =
                        (OnnxTensor) result.handle().get(layout.output()).orElseThrow();
                return reader.read(values.getFloatBuffer(), values.getInfo().getShape());
            }
        }
        Map<String, OnnxTensor> out = Map.of(layout.output(), outputOf(items));
        try (var result = NativeHandles.ofRun(session.run(in, Set.of(), out))) {
            assert result.handle().size() == 1;
            int length = Math.toIntExact(items * Layout.product(layout.made()));
            return reader.read(output.slice(0, length), batched(items, layout.made()));
        }
    }

    private void fill(List<float[]> tensors, int items) {
        if (layout.half()) {
            ShortBuffer halves = input.asShortBuffer();
            for (float[] tensor : tensors) {
                for (float value : tensor) {
                    halves.put(Float.floatToFloat16(value));
                }
            }
        } else {
            FloatBuffer floats = input.asFloatBuffer();
            tensors.forEach(floats::put);
        }
        int from = Math.toIntExact(tensors.size() * layout.itemBytes());
        int to = Math.toIntExact(items * layout.itemBytes());
        for (int i = from; i < to; i++) { // what an earlier batch left is no part of this one
            input.put(i, (byte) 0);
        }
    }

    private OnnxTensor inputOf(int items) throws OrtException {
        if (inputs[items] == null) {
            ByteBuffer bytes =
                    input.slice(0, Math.toIntExact(items * layout.itemBytes())).order(ByteOrder.nativeOrder());
            long[] shape = batched(items, layout.spatial());
            inputs[items] = NativeHandles.opened(
                    layout.half()
                            ? OnnxTensor.createTensor(environment, bytes.asShortBuffer(), shape, OnnxJavaType.FLOAT16)
                            : OnnxTensor.createTensor(environment, bytes.asFloatBuffer(), shape));
        }
        return inputs[items];
    }

    private OnnxTensor outputOf(int items) throws OrtException {
        if (outputs[items] == null) {
            FloatBuffer values = output.slice(0, Math.toIntExact(items * Layout.product(layout.made())));
            outputs[items] =
                    NativeHandles.opened(OnnxTensor.createTensor(environment, values, batched(items, layout.made())));
        }
        return outputs[items];
    }

    private static long[] batched(int items, long[] lengths) {
        long[] shape = new long[lengths.length + 1];
        shape[0] = items;
        System.arraycopy(lengths, 0, shape, 1, lengths.length);
        return shape;
    }

    @Override
    public void close() {
        close(inputs);
        close(outputs);
    }

    private static void close(OnnxTensor[] tensors) {
        for (int items = 0; items < tensors.length; items++) {
            if (tensors[items] != null) {
                tensors[items].close();
                NativeHandles.closed();
                tensors[items] = null;
            }
        }
    }
}
