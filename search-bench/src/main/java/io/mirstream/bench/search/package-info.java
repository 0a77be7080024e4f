/** Measures the query-service as it runs: {@code ./mirstream bench search}. */
package io.mirstream.bench.search;
