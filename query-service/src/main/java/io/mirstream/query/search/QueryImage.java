package io.mirstream.query.search;

import io.mirstream.contracts.error.CodedException;
import io.mirstream.contracts.error.ErrorCode;
import io.mirstream.contracts.event.Pool;
import io.mirstream.contracts.event.Pooling;
import io.mirstream.contracts.event.Vector;
import io.mirstream.contracts.id.PatientKey;
import io.mirstream.contracts.id.SeriesUid;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The image that is searched with: vectors that are fetched when they are needed. */
interface QueryImage {
    SeriesUid series();

    /** Empty where it is not known. */
    Optional<PatientKey> patient();

    /** @throws CodedException {@code SERIES_UNKNOWN}, {@code QUERY_UNSUPPORTED} */
    Vector pooled(Pooling pooling);

    /** @throws CodedException {@code SERIES_UNKNOWN}; {@code QUERY_INVALID} when the region has none */
    SeriesSlices slices();

    /** A series of the index. */
    record Indexed(VectorSearch index, SeriesUid series) implements QueryImage {
        @Override
        public Optional<PatientKey> patient() {
            return index.patient(series);
        }

        @Override
        public Vector pooled(Pooling pooling) {
            return index.volume(series, pooling)
                    .orElseThrow(() -> new CodedException(
                            ErrorCode.SERIES_UNKNOWN, "the series is not in the index, or has no such vector"));
        }

        @Override
        public SeriesSlices slices() {
            return index.slices(series)
                    .orElseThrow(() -> new CodedException(
                            ErrorCode.SERIES_UNKNOWN, "the series is not in the index, or has no slices"));
        }
    }

    /** An image that was sent. */
    record Sent(QueryEmbedder.Image image) implements QueryImage {
        @Override
        public SeriesUid series() {
            return image.series();
        }

        @Override
        public Optional<PatientKey> patient() {
            return Optional.empty();
        }

        @Override
        public Vector pooled(Pooling pooling) {
            Vector vector = image.pooled().get(pooling);
            if (vector == null) {
                throw new CodedException(
                        ErrorCode.QUERY_UNSUPPORTED, "the image has no vector of pooling " + pooling.wireName());
            }
            return vector;
        }

        @Override
        public SeriesSlices slices() {
            return image.slices();
        }
    }

    /** Some slices of another image; pooled among themselves. */
    record Part(QueryImage whole, Region region) implements QueryImage {
        @Override
        public SeriesUid series() {
            return whole.series();
        }

        @Override
        public Optional<PatientKey> patient() {
            return whole.patient();
        }

        @Override
        public Vector pooled(Pooling pooling) {
            List<float[]> vectors =
                    slices().vectors().stream().map(Vector::toArray).toList();
            return Vector.of(Pool.of(pooling, vectors));
        }

        @Override
        public SeriesSlices slices() {
            SeriesSlices all = whole.slices();
            List<Integer> indices = new ArrayList<>();
            List<Double> positions = new ArrayList<>();
            List<Vector> vectors = new ArrayList<>();
            for (int i = 0; i < all.size(); i++) {
                if (region.contains(all.indices().get(i), all.positionsMm().get(i))) {
                    indices.add(all.indices().get(i));
                    positions.add(all.positionsMm().get(i));
                    vectors.add(all.vectors().get(i));
                }
            }
            if (vectors.isEmpty()) {
                throw new CodedException(ErrorCode.QUERY_INVALID, "no slice of the image lies in the region");
            }
            return new SeriesSlices(indices, positions, vectors);
        }
    }
}
