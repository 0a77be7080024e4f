package io.mirstream.standalone.home;

import io.mirstream.contracts.id.ModelFingerprint;
import java.util.Objects;

/**
 * A model that was added to a home, beside the built-in one.
 *
 * @param id of its manifest, and the name of its folder
 * @param slot which of the ports for added models its embed-service listens on
 */
public record AddedModel(String id, String version, ModelFingerprint fingerprint, int slot) {
    public AddedModel {
        Objects.requireNonNull(id);
        Objects.requireNonNull(version);
        Objects.requireNonNull(fingerprint);
    }
}
