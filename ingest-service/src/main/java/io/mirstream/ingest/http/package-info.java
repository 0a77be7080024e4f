/**
 * Study events over HTTP, for senders without a Kafka client; and the change of models, for operators.
 *
 * <p>Promises: the rules of the topic, told at once; an answer 202 means that the event is on the topic.
 */
package io.mirstream.ingest.http;
