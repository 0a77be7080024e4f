/**
 * The topology that turns study events into accepted studies, each with its revision.
 *
 * <p>Promises: every event ends as an accepted study and a status ACCEPTED, as a dead letter and a status FAILED, or, if it
 * was sent again, as nothing; no input stops the topology. Hides: Kafka Streams and its state store.
 */
package io.mirstream.ingest.intake;
