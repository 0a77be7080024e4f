package io.mirstream.query.search;

import io.mirstream.contracts.error.CodedException;
import io.mirstream.contracts.error.ErrorCode;
import io.mirstream.contracts.event.ModelRef;
import io.mirstream.contracts.event.Pooling;
import io.mirstream.contracts.event.Vector;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What is searched with.
 *
 * @param image empty for a text alone
 * @param text empty for an image alone
 */
record Query(VectorSearch index, ModelRef model, Optional<QueryImage> image, Optional<Vector> text) {
    QueryImage requireImage() {
        return image.orElseThrow(() -> new CodedException(ErrorCode.QUERY_INVALID, "this method needs an image"));
    }

    Vector requireText() {
        return text.orElseThrow(() -> new CodedException(ErrorCode.QUERY_INVALID, "this method needs a text"));
    }

    /** A text that is compared with images. */
    Vector requireTextOfSharedSpace() {
        if (!model.sharedSpace()) {
            throw new CodedException(
                    ErrorCode.QUERY_UNSUPPORTED,
                    "the model's texts and images have no space in common: search reports (target report), or index with a"
                            + " model whose manifest says sharedSpace");
        }
        return requireText();
    }

    /** The weighted sum of the image's and the text's vectors, both of length 1. */
    Vector volumeAndText(Pooling pooling, double textWeight) {
        float[] words = SliceMatrix.unit(requireTextOfSharedSpace());
        float[] image = SliceMatrix.unit(requireImage().pooled(pooling));
        float[] sum = new float[image.length];
        for (int i = 0; i < sum.length; i++) {
            sum[i] = (float) ((1 - textWeight) * image[i] + textWeight * words[i]);
        }
        return Vector.of(sum);
    }

    /** By slices where slices or volumes were compared, by the report where reports were. */
    Map<SeriesKey, Explanation> explanations(List<RankedBy> lists, Map<SeriesKey, Description> hits) {
        boolean byReport = image.isEmpty() && lists.equals(List.of(new RankedBy.Text(TextTarget.REPORT)));
        Map<SeriesKey, Explanation> explanations = new HashMap<>();
        if (byReport) {
            hits.forEach((series, hit) -> explanations.put(series, Explanation.ofReport(hit.reportText())));
            return explanations;
        }
        Optional<SeriesSlices> own = image.map(QueryImage::slices);
        index.slices(hits.keySet()).forEach((series, slices) -> {
            Explanation explanation = own.map(query -> Explanation.ofSlices(query, slices))
                    .orElseGet(() -> Explanation.ofText(requireText(), slices));
            explanations.put(series, explanation);
        });
        return explanations;
    }
}
