package io.mirstream.contracts.json;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.cfg.CoercionAction;
import com.fasterxml.jackson.databind.cfg.CoercionInputShape;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.exc.ValueInstantiationException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.type.LogicalType;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import io.mirstream.contracts.error.CodedException;
import io.mirstream.contracts.error.ErrorCode;
import java.io.IOException;

/** The one way in which our records become JSON and come back. */
public final class Json {
    /**
     * Absent values are left out; times are ISO 8601; unknown fields are refused, so that no misspelt one is lost;
     * a number is no text, a text no number, and neither stands for an enum, as the schemas say.
     */
    private static final ObjectMapper MAPPER = JsonMapper.builder()
            .addModule(new JavaTimeModule())
            .addModule(new Jdk8Module())
            .defaultPropertyInclusion(
                    JsonInclude.Value.construct(JsonInclude.Include.NON_EMPTY, JsonInclude.Include.ALWAYS))
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
            .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .enable(DeserializationFeature.FAIL_ON_NUMBERS_FOR_ENUMS)
            .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
            .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
            .withCoercionConfig(
                    LogicalType.Textual,
                    texts -> texts.setCoercion(CoercionInputShape.Integer, CoercionAction.Fail)
                            .setCoercion(CoercionInputShape.Float, CoercionAction.Fail)
                            .setCoercion(CoercionInputShape.Boolean, CoercionAction.Fail))
            .build();

    static {
        MAPPER.getFactory()
                .setStreamReadConstraints(StreamReadConstraints.builder()
                        .maxNestingDepth(50)
                        .maxStringLength(16 << 20)
                        .build());
    }

    private Json() {}

    /** For frameworks that want to be handed the mapper; treat it as read-only. */
    public static ObjectMapper mapper() {
        return MAPPER;
    }

    public static byte[] write(Object value) {
        try {
            return MAPPER.writeValueAsBytes(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a record of ours must be writable as JSON", e);
        }
    }

    /**
     * @throws CodedException {@code EVENT_MALFORMED} for what is not JSON of this shape, {@code EVENT_INVALID} (or the
     *     code of the constructor that refused) for a field that is missing or has a bad value; the message names the
     *     field and never quotes its value
     */
    public static <T> T read(byte[] json, Class<T> type) {
        return read(json, MAPPER.readerFor(type));
    }

    /** Like {@link #read}, of an answer that may say more than is asked for here. */
    public static <T> T readFrom(byte[] answer, Class<T> type) {
        return read(answer, MAPPER.readerFor(type).without(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES));
    }

    private static <T> T read(byte[] json, ObjectReader reader) {
        try {
            T value = reader.readValue(json);
            if (value == null) {
                throw new CodedException(ErrorCode.EVENT_MALFORMED, "the data is JSON null");
            }
            return value;
        } catch (ValueInstantiationException e) {
            if (e.getCause() instanceof CodedException refused) {
                throw new CodedException(refused.code(), path(e) + refused.getMessage(), e);
            }
            throw new CodedException(ErrorCode.EVENT_INVALID, path(e) + "has a value that is not allowed", e);
        } catch (MismatchedInputException e) {
            throw new CodedException(
                    ErrorCode.EVENT_MALFORMED, path(e) + "is unknown, or of another type than the schema says", e);
        } catch (IOException e) {
            throw new CodedException(ErrorCode.EVENT_MALFORMED, "the data is not readable JSON", e);
        }
    }

    private static String path(JsonMappingException e) {
        StringBuilder path = new StringBuilder();
        for (JsonMappingException.Reference step : e.getPath()) {
            if (step.getFieldName() != null) {
                path.append(path.isEmpty() ? "" : ".").append(step.getFieldName());
            } else if (step.getIndex() >= 0) {
                path.append('[').append(step.getIndex()).append(']');
            }
        }
        return path.isEmpty() ? "the data " : path + ": ";
    }
}
