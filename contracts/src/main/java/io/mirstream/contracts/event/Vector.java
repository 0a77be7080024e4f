package io.mirstream.contracts.event;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Base64;

/** A float32 vector; as JSON the padded base64 of its little-endian bytes. Finite values only, at least one. */
public final class Vector {
    /** Characters that base64 writes at a time (RFC 4648 section 4). */
    private static final int BASE64_QUANTUM = 4;

    private final float[] values;

    private Vector(float[] values) {
        Check.that(values.length > 0, "vector", "must not be empty");
        for (float value : values) {
            Check.that(Float.isFinite(value), "vector", "must have finite values");
        }
        this.values = values;
    }

    /** Copies {@code values}. */
    public static Vector of(float... values) {
        return new Vector(values.clone());
    }

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public static Vector ofBase64(String base64) {
        byte[] bytes;
        try {
            bytes = Base64.getDecoder().decode(Check.required(base64, "vector"));
        } catch (IllegalArgumentException e) {
            bytes = new byte[1]; // refused below, with the same words
        }
        boolean padded = base64.length() % BASE64_QUANTUM == 0;
        Check.that(
                padded && bytes.length % Float.BYTES == 0, "vector", "must be padded base64 of little-endian float32");
        float[] values = new float[bytes.length / Float.BYTES];
        ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(values);
        return new Vector(values);
    }

    @JsonValue
    public String toBase64() {
        ByteBuffer bytes = ByteBuffer.allocate(values.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(values);
        return Base64.getEncoder().encodeToString(bytes.array());
    }

    public int dimension() {
        return values.length;
    }

    /** A copy. */
    public float[] toArray() {
        return values.clone();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Vector vector && Arrays.equals(values, vector.values);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(values);
    }

    @Override
    public String toString() {
        return "Vector[" + values.length + "]";
    }
}
