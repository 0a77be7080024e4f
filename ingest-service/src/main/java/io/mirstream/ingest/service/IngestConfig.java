package io.mirstream.ingest.service;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Configuration of the ingest-service. */
@ConfigMapping(prefix = "mirstream")
public interface IngestConfig {
    Intake intake();

    Indexing index();

    Previews previews();

    Status status();

    OpenSearch opensearch();

    Embed embed();

    Query query();

    Locations locations();

    /** Study events from the topic. */
    interface Intake {
        @WithDefault("true")
        boolean enabled();

        /** Where the topology keeps its state; what is lost here is read again from its changelog topic. */
        @WithDefault("${java.io.tmpdir}/mirstream-intake")
        Path stateDir();

        /** Threads; more than the topic has partitions are idle. */
        @WithDefault("1")
        int threads();

        /** Between commits: an accepted study is seen by others no sooner. */
        @WithDefault("100ms")
        Duration commitInterval();
    }

    /** Vectors to the search index. */
    interface Indexing {
        @WithDefault("true")
        boolean enabled();

        /** Records of one batch; each has at most 8 MiB. */
        @WithDefault("20")
        int batchRecords();

        /** Between attempts while OpenSearch, the broker or the embed-service is at fault. */
        @WithDefault("1s")
        Duration backoff();

        /** k-NN engine of new indices. */
        @WithDefault("lucene")
        String engine();

        /** Shards of new indices. */
        @WithDefault("1")
        int shards();

        /** Copies of each shard of new indices. */
        @WithDefault("0")
        int replicas();

        /** Links of a node in the graphs of new indices (HNSW's M). */
        @WithDefault("16")
        int m();

        /** Candidates while the graphs of new indices are built (HNSW's efConstruction). */
        @WithDefault("128")
        int efConstruction();
    }

    /** Small images of series to where they can be asked for. */
    interface Previews {
        @WithDefault("true")
        boolean enabled();

        /** Records of one batch; each has at most 8 MiB. */
        @WithDefault("4")
        int batchRecords();
    }

    /** Statuses to where they can be asked for. */
    interface Status {
        @WithDefault("true")
        boolean enabled();

        /** Records of one batch. */
        @WithDefault("200")
        int batchRecords();
    }

    /** The search index' cluster. */
    interface OpenSearch {
        @WithDefault("http://127.0.0.1:29200")
        URI url();

        Optional<String> username();

        Optional<String> password();
    }

    /** The embed-service whose model is live where none was before; asked only then. */
    interface Embed {
        @WithDefault("http://127.0.0.1:28082")
        URI url();
    }

    /** The query-service, where senders ask for their studies' status. */
    interface Query {
        @WithDefault("http://127.0.0.1:28080")
        URI url();
    }

    /** Where studies may lie. */
    interface Locations {
        /** Absolute folders that {@code file:} locations may lie under; nothing is allowed when absent. */
        Optional<List<Path>> roots();

        Dicomweb dicomweb();

        S3 s3();
    }

    /** {@code http:} and {@code https:} locations; how they are read is the embed-service's to know. */
    interface Dicomweb {
        /** Services that studies may be read from, such as https://pacs.example/dicom-web; none when absent. */
        Optional<List<URI>> roots();
    }

    /** {@code s3:} locations. */
    interface S3 {
        /** Buckets and prefixes that studies may be read from, such as s3://studies/ct/; none when absent. */
        Optional<List<URI>> roots();
    }
}
