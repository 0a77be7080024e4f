package io.mirstream.ingest.opensearch;

/**
 * How new indices are made.
 *
 * @param engine of the k-NN fields, always explicit: {@code lucene} runs everywhere, {@code faiss} needs its native library
 * @param shards of an index
 * @param replicas of a shard
 * @param m links of an HNSW node
 * @param efConstruction candidates while an HNSW graph is built
 */
public record IndexOptions(String engine, int shards, int replicas, int m, int efConstruction) {}
