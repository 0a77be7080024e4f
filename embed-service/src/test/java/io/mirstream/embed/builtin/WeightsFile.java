package io.mirstream.embed.builtin;

import ai.onnx.proto.OnnxMl.StringStringEntryProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.SplittableRandom;

/** Weights beside a graph, seeded: {@code external_data} of onnx.proto3. Written as they are made, so that none are held. */
final class WeightsFile implements AutoCloseable {
    private static final int BUFFER_BYTES = 1 << 20;

    /** The deviation of uniform numbers between -1 and 1 is 1 / sqrt(3). */
    private static final double UNIFORM = Math.sqrt(3);

    private final String location;
    private final FileChannel file;
    private final SplittableRandom random;
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER_BYTES).order(ByteOrder.LITTLE_ENDIAN);
    private long offset;

    /** @param location the file's name, beside the graph */
    WeightsFile(Path folder, String location, long seed) {
        this.location = location;
        random = new SplittableRandom(seed);
        try {
            file = FileChannel.open(
                    folder.resolve(location),
                    StandardOpenOption.CREATE,
                    StandardOpenOption.TRUNCATE_EXISTING,
                    StandardOpenOption.WRITE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** With mean 0; returns the name. */
    String random(GraphWriter graph, String name, double deviation, long... shape) {
        long count = Arrays.stream(shape).reduce(1, Math::multiplyExact);
        float scale = (float) (deviation * UNIFORM);
        for (long i = 0; i < count; i++) {
            put((2 * random.nextFloat() - 1) * scale);
        }
        return added(graph, name, count, shape);
    }

    /** All of one value; returns the name. */
    String constant(GraphWriter graph, String name, float value, long... shape) {
        long count = Arrays.stream(shape).reduce(1, Math::multiplyExact);
        for (long i = 0; i < count; i++) {
            put(value);
        }
        return added(graph, name, count, shape);
    }

    private void put(float value) {
        if (!buffer.hasRemaining()) {
            flush();
        }
        buffer.putFloat(value);
    }

    private String added(GraphWriter graph, String name, long count, long... shape) {
        TensorProto.Builder tensor = TensorProto.newBuilder()
                .setName(name)
                .setDataType(TensorProto.DataType.FLOAT.getNumber())
                .setDataLocation(TensorProto.DataLocation.EXTERNAL);
        for (long length : shape) {
            tensor.addDims(length);
        }
        long bytes = count * Float.BYTES;
        tensor.addExternalData(entry("location", location));
        tensor.addExternalData(entry("offset", Long.toString(offset)));
        tensor.addExternalData(entry("length", Long.toString(bytes)));
        offset += bytes;
        return graph.initializer(tensor);
    }

    private static StringStringEntryProto entry(String key, String value) {
        return StringStringEntryProto.newBuilder().setKey(key).setValue(value).build();
    }

    private void flush() {
        buffer.flip();
        try {
            while (buffer.hasRemaining()) {
                file.write(buffer);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        buffer.clear();
    }

    @Override
    public void close() throws IOException {
        flush();
        file.close();
    }
}
