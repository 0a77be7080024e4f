package io.mirstream.contracts.topic;

import io.mirstream.contracts.id.ModelFingerprint;

/** Consumer groups. Nothing else spells a group's name. */
public final class Groups {
    /** Also the Kafka Streams application id, and the prefix of its changelog topic. */
    public static final String INTAKE = "mirstream-intake";

    public static final String INDEXER = "mirstream-indexer";
    public static final String PREVIEWS = "mirstream-previews";
    public static final String STATUS = "mirstream-status";

    private Groups() {}

    /** Each model reads all requests that there are, at its own pace. */
    public static String embed(ModelFingerprint model) {
        return "mirstream-embed-" + model;
    }
}
