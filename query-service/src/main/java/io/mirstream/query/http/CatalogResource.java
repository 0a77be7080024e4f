package io.mirstream.query.http;

import io.mirstream.contracts.id.CollectionName;
import io.mirstream.contracts.id.StudyUid;
import io.mirstream.query.opensearch.OpenSearchCatalog;
import io.mirstream.query.opensearch.OpenSearchCatalog.DescribedSeries;
import io.mirstream.query.opensearch.OpenSearchCatalog.Facets;
import io.mirstream.query.search.Filters;
import io.mirstream.service.access.http.Callers;
import io.smallrye.common.annotation.Blocking;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import java.util.Locale;
import org.eclipse.microprofile.openapi.annotations.Operation;

/** What is known of series besides how they look. */
@Path("/v1")
@Produces(MediaType.APPLICATION_JSON)
@Blocking
public class CatalogResource {
    private final OpenSearchCatalog catalog;
    private final Callers callers;

    CatalogResource(OpenSearchCatalog catalog, Callers callers) {
        this.catalog = catalog;
        this.callers = callers;
    }

    /** Those of one study that can be searched. */
    public record StudySeries(List<DescribedSeries> series) {}

    @GET
    @Path("studies/{studyInstanceUid}/series")
    @Operation(summary = "As what the searchable series of a study were read: scan, geometry, labels, report")
    public StudySeries series(@PathParam("studyInstanceUid") String uid) {
        StudyUid study = StudiesResource.valid(uid);
        callers.note(
                "studyHash", String.format(Locale.ROOT, "%08x", study.value().hashCode())); // as in the logs
        return new StudySeries(catalog.series(study, seen()));
    }

    @GET
    @Path("facets")
    @Operation(
            summary = "Collections, body parts, modalities and labels that filters can choose from",
            description = "Each parameter is a filter that is set; all but from and to may be repeated. What is counted"
                    + " for one filter fits all others: the body parts, for instance, are those of series in the given"
                    + " collections, with the given labels.")
    public Facets facets(@BeanParam SetFilters set) {
        Filters filters = set.filters();
        callers.current().reach().narrow(filters.collections());
        return catalog.facets(seen(), filters);
    }

    /** None stands for all. */
    private List<CollectionName> seen() {
        return callers.current().reach().narrow(List.of());
    }
}
