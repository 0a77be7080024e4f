package io.mirstream.embed.onnx;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import io.mirstream.contracts.error.CodedException;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;

/** A graph must have the tensors that its manifest says: names, types, ranks and lengths. */
final class GraphCheck {
    /** Types that are read as float32. */
    private static final Set<OnnxJavaType> FLOATS =
            EnumSet.of(OnnxJavaType.FLOAT, OnnxJavaType.FLOAT16, OnnxJavaType.BFLOAT16);

    private GraphCheck() {}

    /** @return items of every batch, or -1 where the graph takes any number */
    static int image(OrtSession session, Manifest manifest) throws OrtException {
        Manifest.Tensor tensor = manifest.image().tensor();
        TensorInfo in = tensor(session.getInputInfo(), tensor.name(), "input");
        long[] spatial = manifest.input().shape();
        long[] shape = in.getShape();
        boolean fits = shape.length == spatial.length + 2
                && isLength(shape[1], manifest.intensity().channels());
        for (int i = 0; fits && i < spatial.length; i++) {
            fits = isLength(shape[i + 2], spatial[i]);
        }
        if (!fits) {
            throw otherwise("input", shape, "image.tensor");
        }
        if (session.getInputInfo().size() != 1) {
            throw Manifest.invalid(
                    "the graph has the inputs " + session.getInputInfo().keySet() + ", the manifest names one");
        }
        OnnxJavaType type = "float16".equals(tensor.dtype()) ? OnnxJavaType.FLOAT16 : OnnxJavaType.FLOAT;
        if (in.type != type) {
            throw Manifest.invalid("the graph's input is of type " + in.type + ", image.tensor.dtype says otherwise");
        }
        output(session, manifest.image().output(), "image.output");
        return (int) shape[0];
    }

    /** Axes of the inputs of a second graph; 0 where it has no such input. */
    record SecondRanks(int input, int gridSize, int positions) {}

    /** @param width of the vectors of the parts */
    static SecondRanks second(OrtSession session, Manifest.Second second, int width) throws OrtException {
        Map<String, NodeInfo> inputs = session.getInputInfo();
        TensorInfo in = tensor(inputs, second.input(), "input of parts");
        long[] shape = in.getShape();
        boolean fits = in.type == OnnxJavaType.FLOAT
                && (shape.length == 2 || (shape.length == 3 && isLength(shape[0], 1)))
                && shape[shape.length - 2] < 0
                && isLength(shape[shape.length - 1], width);
        if (!fits) {
            throw Manifest.invalid("the second graph's input " + second.input() + " has shape " + Arrays.toString(shape)
                    + ", not [P, " + width + "] or [1, P, " + width + "] of FLOAT with any number of parts P");
        }
        int gridSize = second.gridSize() == null ? 0 : axes(inputs, second.gridSize(), 1);
        int positions = second.positions() == null ? 0 : axes(inputs, second.positions(), 2);
        int named = 1 + Math.min(1, gridSize) + Math.min(1, positions);
        if (inputs.size() != named) {
            throw Manifest.invalid(
                    "the second graph has the inputs " + inputs.keySet() + ", image.second names " + named);
        }
        output(session, second.output(), "image.second.output");
        return new SecondRanks(shape.length, gridSize, positions);
    }

    /** Of INT64, of one rank or with an axis of 1 before it. */
    private static int axes(Map<String, NodeInfo> inputs, String name, int rank) {
        TensorInfo in = tensor(inputs, name, "input of places");
        long[] shape = in.getShape();
        boolean fits = in.type == OnnxJavaType.INT64
                && (shape.length == rank || (shape.length == rank + 1 && isLength(shape[0], 1)))
                && isLength(shape[shape.length - 1], 3)
                && (rank == 1 || shape[shape.length - 2] < 0);
        if (!fits) {
            throw Manifest.invalid("the second graph's input " + name + " has shape " + Arrays.toString(shape) + " of "
                    + in.type + ", not " + (rank == 1 ? "[3] or [1, 3]" : "[P, 3] or [1, P, 3]") + " of INT64");
        }
        return shape.length;
    }

    static void projection(OrtSession session, Manifest.Projection projection, String field, int width)
            throws OrtException {
        TensorInfo in = tensor(session.getInputInfo(), projection.input(), "input of " + field);
        long[] shape = in.getShape();
        if (in.type != OnnxJavaType.FLOAT || shape.length != 2 || shape[0] >= 0 || !isLength(shape[1], width)) {
            throw Manifest.invalid("the head's input " + projection.input() + " has shape " + Arrays.toString(shape)
                    + " of " + in.type + ", " + field + " takes [N, " + width + "] of FLOAT with any N");
        }
        if (session.getInputInfo().size() != 1) {
            throw Manifest.invalid(
                    "the head has the inputs " + session.getInputInfo().keySet() + ", " + field + " names one");
        }
        output(session, new Manifest.Output(projection.output(), 2, projection.dim(), null), field);
    }

    /** @return texts that one run takes: 1, or -1 for any number */
    static int text(OrtSession session, Manifest.Text text) throws OrtException {
        Map<String, NodeInfo> inputs = session.getInputInfo();
        int named = 2;
        checkTokens(inputs, text.inputs().ids());
        checkTokens(inputs, text.inputs().mask());
        if (text.inputs().types() != null) {
            checkTokens(inputs, text.inputs().types());
            named = 3;
        }
        if (inputs.size() != named) {
            throw Manifest.invalid("the text graph has the inputs " + inputs.keySet() + ", text.inputs names " + named);
        }
        output(session, text.output(), "text.output");
        return checkLengths(tensor(inputs, text.inputs().ids(), "text input").getShape(), text);
    }

    private static int checkLengths(long[] shape, Manifest.Text text) {
        if (!isLength(shape[0], 1)) {
            throw Manifest.invalid("the text graph takes " + shape[0] + " texts a run, neither 1 nor any number");
        }
        if (shape[1] >= 0 && !("max".equals(text.padding()) && shape[1] == text.maxTokens())) {
            throw Manifest.invalid("the text graph takes " + shape[1]
                    + " tokens, neither more nor less: text.padding is max, and text.maxTokens that number");
        }
        return (int) shape[0];
    }

    private static void checkTokens(Map<String, NodeInfo> inputs, String name) {
        TensorInfo tokens = tensor(inputs, name, "text input");
        if (tokens.type != OnnxJavaType.INT64 || tokens.getShape().length != 2) {
            throw Manifest.invalid("the text graph's input " + name + " is no tensor [batch, tokens] of INT64");
        }
    }

    private static void output(OrtSession session, Manifest.Output output, String field) throws OrtException {
        TensorInfo info = tensor(session.getOutputInfo(), output.name(), "output");
        if (!FLOATS.contains(info.type)) {
            throw Manifest.invalid(
                    "the graph's output " + output.name() + " is of type " + info.type + ", not of floats");
        }
        long[] shape = info.getShape();
        if (!TokenPool.fits(shape, output)) {
            throw otherwise("output", shape, field);
        }
    }

    private static boolean isLength(long length, long expected) {
        return length == expected || length < 0;
    }

    private static CodedException otherwise(String what, long[] shape, String field) {
        return Manifest.invalid(
                "the graph's " + what + " has shape " + Arrays.toString(shape) + ", " + field + " says otherwise");
    }

    private static TensorInfo tensor(Map<String, NodeInfo> nodes, String name, String what) {
        NodeInfo node = nodes.get(name);
        if (node == null || !(node.getInfo() instanceof TensorInfo tensor)) {
            throw Manifest.invalid("the graph has no " + what + " named " + name + ", only " + nodes.keySet());
        }
        return tensor;
    }
}
