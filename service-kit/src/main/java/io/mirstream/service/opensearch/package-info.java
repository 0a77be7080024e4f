/**
 * Requests to an OpenSearch cluster.
 *
 * <p>Promises: a cluster that cannot answer now is INDEX_BUSY or INDEX_UNAVAILABLE; every other answer is the caller's to
 * judge. Hides: the client.
 */
package io.mirstream.service.opensearch;
