package io.mirstream.contracts.index;

import io.mirstream.contracts.error.CodedException;
import io.mirstream.contracts.error.ErrorCode;
import io.mirstream.contracts.event.Vector;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;

/** Many vectors of one dimension as bytes: little-endian float32, one vector after the other. */
public final class VectorBlock {
    private VectorBlock() {}

    /** @param vectors at least one, all of one dimension */
    public static byte[] bytes(List<Vector> vectors) {
        int dimension = vectors.getFirst().dimension();
        ByteBuffer bytes = ByteBuffer.allocate(Math.multiplyExact(vectors.size(), dimension * Float.BYTES))
                .order(ByteOrder.LITTLE_ENDIAN);
        FloatBuffer values = bytes.asFloatBuffer();
        vectors.forEach(vector -> values.put(vector.toArray()));
        return bytes.array();
    }

    /**
     * The values of all vectors, one vector after the other.
     *
     * @param count of vectors, whose dimension the rest tells
     * @throws CodedException {@code INDEX_MAPPING_MISMATCH} when the bytes are not so many whole vectors
     */
    public static FloatBuffer values(byte[] bytes, int count) {
        if (bytes.length == 0 || count == 0 || bytes.length % (count * Float.BYTES) != 0) {
            throw new CodedException(
                    ErrorCode.INDEX_MAPPING_MISMATCH, "the index holds a block that is not the vectors of its slices");
        }
        return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer();
    }

    /**
     * @param count of vectors, whose dimension the rest tells
     * @throws CodedException as {@link #values}
     */
    public static List<Vector> vectors(byte[] bytes, int count) {
        FloatBuffer values = values(bytes, count);
        List<Vector> vectors = new ArrayList<>();
        while (values.hasRemaining()) {
            float[] vector = new float[bytes.length / Float.BYTES / count];
            values.get(vector);
            vectors.add(Vector.of(vector));
        }
        return vectors;
    }
}
