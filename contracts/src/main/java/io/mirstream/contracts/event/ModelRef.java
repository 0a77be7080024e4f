package io.mirstream.contracts.event;

import io.mirstream.contracts.id.ModelFingerprint;

/**
 * The model that made a vector.
 *
 * @param id the manifest's id
 * @param version the manifest's version
 * @param fingerprint of manifest, weights, head and preprocessing; the only thing that says two vectors may be compared
 * @param dimension of its image vectors
 * @param textDimension of its text vectors; 0 when it has no text tower
 * @param sharedSpace whether text vectors may be compared with image vectors
 */
public record ModelRef(
        String id,
        String version,
        ModelFingerprint fingerprint,
        int dimension,
        int textDimension,
        boolean sharedSpace) {
    public ModelRef {
        Check.text(id, "model.id");
        Check.text(version, "model.version");
        Check.required(fingerprint, "model.fingerprint");
        Check.that(dimension >= 1, "model.dimension", "must be 1 or more");
        Check.that(textDimension >= 0, "model.textDimension", "must be 0 or more");
    }
}
