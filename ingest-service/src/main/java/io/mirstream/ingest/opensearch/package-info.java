/**
 * The search index and the status index in OpenSearch.
 *
 * <p>Promises: strict mappings, created once and verified at every start; external versions, so that nothing older replaces
 * anything newer. Hides: HTTP, bulk requests, mappings. Every failure is INDEX_UNAVAILABLE, INDEX_BUSY,
 * INDEX_MAPPING_MISMATCH or MODEL_MISMATCH.
 */
package io.mirstream.ingest.opensearch;
