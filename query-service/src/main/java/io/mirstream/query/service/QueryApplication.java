package io.mirstream.query.service;

import io.mirstream.query.embedding.EmbedServiceClient;
import io.mirstream.query.opensearch.OpenSearchStatuses;
import io.mirstream.query.opensearch.OpenSearchVectors;
import io.mirstream.query.search.Searcher;
import io.mirstream.query.search.VectorSearch;
import io.mirstream.service.access.ServiceKey;
import io.mirstream.service.access.Turns;
import io.mirstream.service.opensearch.SearchCluster;
import io.quarkus.runtime.ShutdownEvent;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.util.Map;

/** Puts the service together. Owns its clients. */
@Singleton
public class QueryApplication {
    private final SearchCluster cluster;
    private final VectorSearch index;
    private final Searcher searcher;
    private final Turns turns;

    QueryApplication(QueryConfig config, ServiceKey own) {
        turns = new Turns(
                config.query().concurrency(),
                config.query().waiting(),
                config.query().turnTimeout());
        cluster = new SearchCluster(
                config.opensearch().url(),
                config.opensearch()
                        .username()
                        .map(name ->
                                Map.entry(name, config.opensearch().password().orElse(""))));
        index = new OpenSearchVectors(cluster);
        searcher = new Searcher(
                index,
                new EmbedServiceClient(config.embed().url(), config.query().embedTimeout(), own),
                config.query().exactBelow(),
                System::nanoTime);
    }

    void stop(@Observes ShutdownEvent event) throws IOException {
        cluster.close();
    }

    @Produces
    @Singleton
    Searcher searcher() {
        return searcher;
    }

    @Produces
    @Singleton
    Turns turns() {
        return turns;
    }

    @Produces
    @Singleton
    VectorSearch index() {
        return index;
    }

    @Produces
    @Singleton
    OpenSearchStatuses statuses() {
        return new OpenSearchStatuses(cluster);
    }
}
