package io.mirstream.query.service;

import io.mirstream.query.embedding.EmbedServices;
import io.mirstream.query.evaluations.Evaluations;
import io.mirstream.query.evaluations.EvaluationsTopic;
import io.mirstream.query.evaluations.ReportUrl;
import io.mirstream.query.opensearch.OpenSearchCatalog;
import io.mirstream.query.opensearch.OpenSearchModels;
import io.mirstream.query.opensearch.OpenSearchPreviews;
import io.mirstream.query.opensearch.OpenSearchStatuses;
import io.mirstream.query.search.IndexedModels;
import io.mirstream.query.search.Searcher;
import io.mirstream.query.search.Viewers;
import io.mirstream.service.access.ServiceKey;
import io.mirstream.service.access.Turns;
import io.mirstream.service.opensearch.SearchCluster;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Puts the service together. Owns its clients. */
@Singleton
public class QueryApplication {
    private static final int MEBIBYTE_BITS = 20;

    /** A dozen of all pools and methods: reports must not take the memory that searches need. */
    private static final long MAX_EVALUATION_BYTES = 24L << MEBIBYTE_BITS;

    private final SearchCluster cluster;
    private final IndexedModels models;
    private final Searcher searcher;
    private final Turns turns;
    private final Viewers viewers;
    private final Evaluations evaluations;
    private final ReportUrl reportUrl;
    private final boolean readsEvaluations;
    private final String bootstrapServers;
    private Optional<EvaluationsTopic> topic = Optional.empty();

    QueryApplication(
            QueryConfig config,
            ServiceKey own,
            @ConfigProperty(name = "kafka.bootstrap.servers") String bootstrapServers) {
        this.bootstrapServers = bootstrapServers;
        evaluations = new Evaluations(config.query().evaluations(), MAX_EVALUATION_BYTES);
        readsEvaluations = config.query().evaluations() > 0;
        reportUrl = new ReportUrl(config.query().reportUrl());
        turns = new Turns(
                config.query().concurrency(),
                config.query().waiting(),
                config.query().turnTimeout());
        viewers = Viewers.of(config.query().viewers().entrySet().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey, viewer -> viewer.getValue().url())));
        cluster = new SearchCluster(
                config.opensearch().url(),
                config.opensearch()
                        .username()
                        .map(name ->
                                Map.entry(name, config.opensearch().password().orElse(""))));
        models = new OpenSearchModels(
                cluster,
                config.query().liveCache(),
                (long) config.query().sliceCacheMib() << MEBIBYTE_BITS,
                System::nanoTime,
                Thread::startVirtualThread);
        searcher = new Searcher(
                models,
                new EmbedServices(
                        config.query().embed(),
                        config.query().embedTimeout(),
                        config.query().embedCache(),
                        own,
                        System::nanoTime),
                config.query().exactBelow(),
                System::nanoTime);
    }

    void start(@Observes StartupEvent event) {
        if (readsEvaluations) {
            topic = Optional.of(new EvaluationsTopic(bootstrapServers, evaluations));
        }
    }

    void stop(@Observes ShutdownEvent event) throws IOException {
        topic.ifPresent(EvaluationsTopic::close);
        cluster.close();
    }

    @Produces
    @Singleton
    Searcher searcher() {
        return searcher;
    }

    @Produces
    @Singleton
    IndexedModels models() {
        return models;
    }

    @Produces
    @Singleton
    Evaluations evaluations() {
        return evaluations;
    }

    @Produces
    @Singleton
    ReportUrl reportUrl() {
        return reportUrl;
    }

    @Produces
    @Singleton
    Turns turns() {
        return turns;
    }

    @Produces
    @Singleton
    OpenSearchCatalog catalog() {
        return new OpenSearchCatalog(cluster);
    }

    @Produces
    @Singleton
    Viewers viewers() {
        return viewers;
    }

    @Produces
    @Singleton
    OpenSearchPreviews previews() {
        return new OpenSearchPreviews(cluster);
    }

    @Produces
    @Singleton
    OpenSearchStatuses statuses() {
        return new OpenSearchStatuses(cluster);
    }
}
