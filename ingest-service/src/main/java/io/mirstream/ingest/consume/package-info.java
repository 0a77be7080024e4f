/**
 * Consuming in batches, each of which is done before its offsets are committed.
 *
 * <p>Promises: while something that a batch depends on is at fault, the batch is tried again and nothing else is fetched,
 * and the instance stays in its group. Hides: the consumer and its thread.
 */
package io.mirstream.ingest.consume;
