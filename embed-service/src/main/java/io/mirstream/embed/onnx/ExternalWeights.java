package io.mirstream.embed.onnx;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Finds out which files beside a graph hold its weights ({@code TensorProto.external_data} of onnx.proto3). Only the
 * fields on the way to it are read, so that no class of ONNX is needed to run a model.
 */
final class ExternalWeights {
    /** Of graphs within graphs, four messages each. */
    private static final int MAX_DEPTH = 64;

    private static final int VARINT = 0;
    private static final int EIGHT_BYTES = 1;
    private static final int BYTES = 2;
    private static final int FOUR_BYTES = 5;
    private static final int VARINT_BITS = 64;

    private static final int KEY = 1;
    private static final int VALUE = 2;
    private static final String LOCATION = "location";

    private final Set<String> locations = new TreeSet<>();

    /** Messages of onnx.proto3, and the numbers of their fields that lead to a tensor. */
    private enum Message {
        MODEL,
        GRAPH,
        FUNCTION,
        NODE,
        ATTRIBUTE,
        SPARSE_TENSOR,
        TENSOR,
        ENTRY;

        private Map<Integer, Message> fields() {
            return switch (this) {
                case MODEL -> Map.of(7, GRAPH, 25, FUNCTION);
                case GRAPH -> Map.of(1, NODE, 5, TENSOR, 15, SPARSE_TENSOR);
                case FUNCTION -> Map.of(7, NODE, 11, ATTRIBUTE);
                case NODE -> Map.of(5, ATTRIBUTE);
                case ATTRIBUTE ->
                    Map.of(5, TENSOR, 6, GRAPH, 10, TENSOR, 11, GRAPH, 22, SPARSE_TENSOR, 23, SPARSE_TENSOR);
                case SPARSE_TENSOR -> Map.of(1, TENSOR, 2, TENSOR);
                case TENSOR -> Map.of(13, ENTRY);
                case ENTRY -> Map.of();
            };
        }
    }

    private ExternalWeights() {}

    /**
     * As the graph spells them, relative to its own folder.
     *
     * @throws io.mirstream.contracts.error.CodedException {@code MODEL_INVALID} for what is no ONNX
     */
    static Set<String> locations(String name, ByteBuffer onnx) {
        ExternalWeights found = new ExternalWeights();
        try {
            found.read(Message.MODEL, onnx, 0);
        } catch (BufferUnderflowException | IllegalArgumentException e) {
            throw Manifest.invalid("the model's file " + name + " is no ONNX graph, or is cut off");
        }
        return found.locations;
    }

    private void read(Message message, ByteBuffer in, int depth) {
        if (depth > MAX_DEPTH) {
            throw new IllegalArgumentException("deeper than any graph");
        }
        while (in.hasRemaining()) {
            long tag = varint(in);
            switch ((int) (tag & 7)) {
                case VARINT -> varint(in);
                case EIGHT_BYTES -> skip(in, Long.BYTES);
                case FOUR_BYTES -> skip(in, Integer.BYTES);
                case BYTES -> {
                    ByteBuffer content = content(in);
                    Message inner = message.fields().get((int) (tag >>> 3));
                    if (inner == Message.ENTRY) {
                        readEntry(content);
                    } else if (inner != null) {
                        read(inner, content, depth + 1);
                    }
                }
                default -> throw new IllegalArgumentException("no field of protocol buffers");
            }
        }
    }

    private void readEntry(ByteBuffer in) {
        String key = "";
        String value = "";
        while (in.hasRemaining()) {
            long tag = varint(in);
            if ((tag & 7) != BYTES) {
                throw new IllegalArgumentException("an entry has texts only");
            }
            String text = StandardCharsets.UTF_8.decode(content(in)).toString();
            if (tag >>> 3 == KEY) {
                key = text;
            } else if (tag >>> 3 == VALUE) {
                value = text;
            }
        }
        if (LOCATION.equals(key)) {
            locations.add(value);
        }
    }

    private static ByteBuffer content(ByteBuffer in) {
        long length = varint(in);
        if (length < 0 || length > in.remaining()) {
            throw new BufferUnderflowException();
        }
        ByteBuffer content = in.slice(in.position(), (int) length);
        skip(in, (int) length);
        return content;
    }

    private static void skip(ByteBuffer in, int bytes) {
        if (bytes > in.remaining()) {
            throw new BufferUnderflowException();
        }
        in.position(in.position() + bytes);
    }

    private static long varint(ByteBuffer in) {
        long value = 0;
        for (int shift = 0; shift < VARINT_BITS; shift += 7) {
            byte next = in.get();
            value |= (long) (next & 0x7F) << shift;
            if (next >= 0) {
                return value;
            }
        }
        throw new IllegalArgumentException("a number longer than 64 bits");
    }
}
