/**
 * The query-service: which series are like this one.
 *
 * <p>{@link io.mirstream.query.http} takes queries, {@link io.mirstream.query.search} answers them by the vectors that
 * {@link io.mirstream.query.embedding} makes of images and texts and the neighbours that {@link
 * io.mirstream.query.opensearch} finds.
 */
package io.mirstream.query;
