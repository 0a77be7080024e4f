/**
 * Writes what became of a study to the topics.
 *
 * <p>Promises: when a call returns, the broker has acknowledged everything; the status comes before the vectors.
 */
package io.mirstream.embed.publish;
