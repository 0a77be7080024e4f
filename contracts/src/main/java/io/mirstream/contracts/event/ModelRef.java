package io.mirstream.contracts.event;

import io.mirstream.contracts.id.ModelFingerprint;
import java.util.Objects;
import java.util.Optional;

/**
 * The model that made a vector.
 *
 * @param id the manifest's id
 * @param version the manifest's version
 * @param fingerprint of manifest, weights, head and preprocessing; the only thing that says two vectors may be compared
 * @param dimension of its image vectors
 * @param textDimension of its text vectors; 0 when it has no text tower
 * @param sharedSpace whether text vectors may be compared with image vectors
 * @param weightsSha256 of the image graph's file, in hexadecimal; what the fingerprint was made of, for people
 * @param preprocessingFingerprint of everything between Hounsfield units and the graph: equal for models that are fed alike
 */
public record ModelRef(
        String id,
        String version,
        ModelFingerprint fingerprint,
        int dimension,
        int textDimension,
        boolean sharedSpace,
        Optional<String> weightsSha256,
        Optional<String> preprocessingFingerprint) {
    public ModelRef {
        Check.text(id, "model.id");
        Check.text(version, "model.version");
        Check.required(fingerprint, "model.fingerprint");
        Check.that(dimension >= 1, "model.dimension", "must be 1 or more");
        Check.that(textDimension >= 0, "model.textDimension", "must be 0 or more");
        weightsSha256 = Objects.requireNonNullElse(weightsSha256, Optional.empty());
        preprocessingFingerprint = Objects.requireNonNullElse(preprocessingFingerprint, Optional.empty());
        weightsSha256.ifPresent(hex -> Check.hexadecimal(hex, 64, "model.weightsSha256"));
        preprocessingFingerprint.ifPresent(hex -> Check.hexadecimal(hex, 16, "model.preprocessingFingerprint"));
    }

    /** Of which no more is known than what its vectors are. */
    public ModelRef(
            String id,
            String version,
            ModelFingerprint fingerprint,
            int dimension,
            int textDimension,
            boolean sharedSpace) {
        this(id, version, fingerprint, dimension, textDimension, sharedSpace, Optional.empty(), Optional.empty());
    }

    /** Whether both say the same of their vectors; what these were made of may be known of one of them only. */
    public boolean makesTheSameVectorsAs(ModelRef other) {
        return withoutProvenance().equals(other.withoutProvenance());
    }

    private ModelRef withoutProvenance() {
        return new ModelRef(id, version, fingerprint, dimension, textDimension, sharedSpace);
    }
}
