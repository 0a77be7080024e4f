/** The one catalogue of topics, and how records are written to and read from them (CloudEvents, Kafka binary mode). */
package io.mirstream.contracts.topic;
