package io.mirstream.ingest.opensearch;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mirstream.contracts.error.CodedException;
import io.mirstream.contracts.error.ErrorCode;
import io.mirstream.contracts.event.PreviewImage;
import io.mirstream.contracts.event.SeriesPreviews;
import io.mirstream.contracts.id.Revision;
import io.mirstream.contracts.index.Fields;
import io.mirstream.contracts.index.Index;
import io.mirstream.contracts.json.Json;
import io.mirstream.ingest.index.PreviewStore;
import io.mirstream.ingest.index.SeriesKey;
import io.mirstream.service.opensearch.SearchCluster;
import java.util.Collection;
import java.util.Map;

/**
 * Previews in OpenSearch, one document an image. Slices are numbered in their documents' ids, from 0 in the order of the
 * record: so all that a series may have can be deleted without knowing what it has.
 */
public final class OpenSearchPreviews implements PreviewStore {
    private static final String INDEX = Index.PREVIEWS.alias();

    private final SearchCluster cluster;

    public OpenSearchPreviews(SearchCluster cluster) {
        this.cluster = cluster;
    }

    @Override
    public void write(Collection<SeriesPreviews> all) {
        Bulk bulk = new Bulk(cluster);
        for (SeriesPreviews previews : all) {
            SeriesKey series = new SeriesKey(previews.collection(), previews.seriesInstanceUid());
            long version = previews.revision().value();
            bulk.index(INDEX, coronal(series), version, document(previews, Fields.CORONAL, previews.coronal()));
            for (int number = 0; number < previews.slices().size(); number++) {
                SeriesPreviews.SlicePreview slice = previews.slices().get(number);
                ObjectNode document = document(previews, Fields.slice(slice.index()), slice.image());
                document.put(Fields.SLICE_INDEX, slice.index()).put(Fields.POSITION_MM, slice.positionMm());
                bulk.index(INDEX, slice(series, number), version, document);
            }
            for (int number = previews.slices().size(); number < SeriesPreviews.MAX_SLICES; number++) {
                bulk.delete(INDEX, slice(series, number), version);
            }
        }
        finish(bulk);
    }

    private static ObjectNode document(SeriesPreviews previews, String name, PreviewImage image) {
        return Json.mapper()
                .createObjectNode()
                .put(Fields.STUDY, previews.studyInstanceUid().value())
                .put(Fields.SERIES, previews.seriesInstanceUid().value())
                .put(Fields.COLLECTION, previews.collection().value())
                .put(Fields.REVISION, previews.revision().value())
                .put(Fields.IMAGE, name)
                .put(Fields.WIDTH, image.width())
                .put(Fields.HEIGHT, image.height())
                .put(Fields.PIXEL_MM, image.pixelMm())
                .put(Fields.PNG, image.png().toBase64());
    }

    @Override
    public void delete(Map<SeriesKey, Revision> upTo) {
        Bulk bulk = new Bulk(cluster);
        upTo.forEach((series, revision) -> {
            bulk.delete(INDEX, coronal(series), revision.value());
            for (int number = 0; number < SeriesPreviews.MAX_SLICES; number++) {
                bulk.delete(INDEX, slice(series, number), revision.value());
            }
        });
        finish(bulk);
    }

    private static String coronal(SeriesKey series) {
        return series.text() + "/coronal";
    }

    private static String slice(SeriesKey series, int number) {
        return series.text() + "/" + number;
    }

    private static void finish(Bulk bulk) {
        for (Bulk.Outcome outcome : bulk.finish()) {
            if (!outcome.isDone() && !outcome.isConflict() && !outcome.isMissing()) {
                throw new CodedException(
                        ErrorCode.INDEX_MAPPING_MISMATCH, "the index of previews refuses an image: " + outcome.error());
            }
        }
    }

    @Override
    public void refresh() {
        IndexSchema.expectOk(
                cluster.post("/" + INDEX + "/_refresh", Json.mapper().createObjectNode()), "refresh " + INDEX);
    }
}
