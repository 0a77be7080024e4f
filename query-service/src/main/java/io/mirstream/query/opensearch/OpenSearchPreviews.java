package io.mirstream.query.opensearch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mirstream.contracts.error.CodedException;
import io.mirstream.contracts.error.ErrorCode;
import io.mirstream.contracts.event.SeriesPreviews;
import io.mirstream.contracts.id.CollectionName;
import io.mirstream.contracts.id.SeriesUid;
import io.mirstream.contracts.id.StudyUid;
import io.mirstream.contracts.index.Fields;
import io.mirstream.contracts.index.Index;
import io.mirstream.contracts.json.Json;
import io.mirstream.service.opensearch.SearchCluster;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Previews of series. Of a series that is in several collections it shows those of the first, by name, that may be seen; while
 * an amendment is being written, those of the newest revision only.
 */
public final class OpenSearchPreviews {
    private final SearchCluster cluster;

    public OpenSearchPreviews(SearchCluster cluster) {
        this.cluster = cluster;
    }

    /**
     * An image without its file.
     *
     * @param name by which its file can be asked for
     * @param slice empty for the coronal image
     * @param pixelMm edge of a square pixel
     */
    public record Image(String name, Optional<Slice> slice, int width, int height, double pixelMm) {}

    /**
     * Which slice is shown.
     *
     * @param index among all slices of the series, 0 for the one nearest to the feet
     */
    public record Slice(int index, double positionMm) {}

    /** What there is of a series; slices foot to head. */
    public record Images(CollectionName collection, StudyUid study, List<Image> images) {}

    /** The file of an image. */
    public record File(StudyUid study, byte[] png) {}

    /** @param collections that may be seen; none stands for all */
    public Optional<Images> of(SeriesUid series, Collection<CollectionName> collections) {
        ObjectNode body = query(series, collections, Optional.empty());
        List<JsonNode> hits = newest(body.put("size", SeriesPreviews.MAX_SLICES + 1));
        if (hits.isEmpty()) {
            return Optional.empty();
        }
        JsonNode first = hits.getFirst().path("_source");
        List<Image> images = new ArrayList<>();
        hits.forEach(hit -> images.add(image(hit.path("_source"))));
        images.sort(
                Comparator.comparingInt(image -> image.slice().map(Slice::index).orElse(-1)));
        return Optional.of(
                new Images(new CollectionName(first.path(Fields.COLLECTION).asText()), study(first), images));
    }

    private static Image image(JsonNode source) {
        Optional<Slice> slice = source.has(Fields.SLICE_INDEX)
                ? Optional.of(new Slice(
                        source.path(Fields.SLICE_INDEX).asInt(),
                        source.path(Fields.POSITION_MM).asDouble()))
                : Optional.empty();
        return new Image(
                source.path(Fields.IMAGE).asText(),
                slice,
                source.path(Fields.WIDTH).asInt(),
                source.path(Fields.HEIGHT).asInt(),
                source.path(Fields.PIXEL_MM).asDouble());
    }

    /** @param collections that may be seen; none stands for all */
    public Optional<File> file(SeriesUid series, String name, Collection<CollectionName> collections) {
        ObjectNode body = query(series, collections, Optional.of(name));
        body.putArray("stored_fields").add(Fields.PNG);
        List<JsonNode> hits = newest(body.put("size", 2)); // that of an older revision may be there, too
        return hits.stream()
                .findFirst()
                .map(hit -> new File(
                        study(hit.path("_source")),
                        Base64.getDecoder()
                                .decode(hit.path("fields")
                                        .path(Fields.PNG)
                                        .path(0)
                                        .asText())));
    }

    private static StudyUid study(JsonNode source) {
        return new StudyUid(source.path(Fields.STUDY).asText());
    }

    private static ObjectNode query(SeriesUid series, Collection<CollectionName> collections, Optional<String> name) {
        ObjectNode body = Json.mapper().createObjectNode().put("_source", true);
        ArrayNode filter = body.putObject("query").putObject("bool").putArray("filter");
        filter.add(Clauses.term(Fields.SERIES, series.value()));
        name.ifPresent(image -> filter.add(Clauses.term(Fields.IMAGE, image)));
        if (!collections.isEmpty()) {
            ArrayNode seen = filter.addObject().putObject("terms").putArray(Fields.COLLECTION);
            collections.forEach(collection -> seen.add(collection.value()));
        }
        body.putArray("sort").add(Fields.COLLECTION);
        return body;
    }

    /** Of the first collection. */
    private List<JsonNode> newest(ObjectNode body) {
        SearchCluster.Answer answer =
                cluster.post("/" + Index.PREVIEWS.alias() + "/_search?allow_partial_search_results=false", body);
        if (answer.isMissing()) {
            return List.of(); // nothing was ever previewed
        }
        if (!answer.isOk()) {
            throw new CodedException(ErrorCode.INDEX_UNAVAILABLE, "OpenSearch refused a search: " + answer.error());
        }
        List<JsonNode> newest = new ArrayList<>();
        for (JsonNode hit : answer.json().path("hits").path("hits")) {
            if (!newest.isEmpty()) {
                JsonNode best = newest.getFirst().path("_source");
                boolean foreign =
                        !best.path(Fields.COLLECTION).equals(hit.path("_source").path(Fields.COLLECTION));
                long ahead = hit.path("_source").path(Fields.REVISION).asLong()
                        - best.path(Fields.REVISION).asLong();
                if (foreign || ahead < 0) {
                    continue;
                }
                if (ahead > 0) {
                    newest.clear();
                }
            }
            newest.add(hit);
        }
        return newest;
    }
}
