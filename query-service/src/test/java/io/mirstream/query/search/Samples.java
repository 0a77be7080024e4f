package io.mirstream.query.search;

import io.mirstream.contracts.event.ModelRef;
import io.mirstream.contracts.event.Pooling;
import io.mirstream.contracts.event.Vector;
import io.mirstream.contracts.id.CollectionName;
import io.mirstream.contracts.id.ModelFingerprint;
import io.mirstream.contracts.id.SeriesUid;
import io.mirstream.contracts.id.StudyUid;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What the tests of searching have in common. */
final class Samples {
    static final ModelRef MODEL = model("0123456789abcdef", false);
    static final ModelRef OTHER_MODEL = model("fedcba9876543210", false);
    static final ModelRef SHARED_SPACE = model("0123456789abcdef", true);

    private Samples() {}

    private static ModelRef model(String fingerprint, boolean sharedSpace) {
        return new ModelRef("sample", "1", new ModelFingerprint(fingerprint), 2, 2, sharedSpace);
    }

    static SeriesKey key(String series) {
        return new SeriesKey(CollectionName.CLINICAL, new SeriesUid(series));
    }

    /** A vector in the plane at an angle from the first axis, in degrees: its cosine with that axis is the angle's. */
    static Vector at(double degrees) {
        double radians = Math.toRadians(degrees);
        return Vector.of((float) Math.cos(radians), (float) Math.sin(radians));
    }

    /** A series whose vectors of every kind are the same. */
    static MemoryIndex.Entry entry(String series, double degrees) {
        Vector vector = at(degrees);
        return new MemoryIndex.Entry(
                key(series),
                description(),
                Map.of(Pooling.AVG, vector),
                List.of(vector),
                Optional.of(vector),
                Optional.empty());
    }

    static MemoryIndex.Entry slices(String series, double... degrees) {
        List<Vector> vectors = Arrays.stream(degrees).mapToObj(Samples::at).toList();
        return new MemoryIndex.Entry(key(series), description(), Map.of(), vectors, Optional.empty(), Optional.empty());
    }

    static Description description() {
        return new Description(
                new StudyUid("1.2.840.1"),
                Optional.of("CT"),
                Optional.of("CHEST"),
                Optional.empty(),
                Map.of(),
                100,
                Optional.empty());
    }
}
