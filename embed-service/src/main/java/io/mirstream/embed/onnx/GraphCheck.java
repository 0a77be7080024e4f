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

    static void text(OrtSession session, Manifest.Text text) throws OrtException {
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
