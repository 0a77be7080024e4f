/**
 * The ingest-service: study events in, search index out.
 *
 * <p>In the order in which the data meets them: {@link io.mirstream.ingest.http} takes events from senders without a Kafka
 * client; {@link io.mirstream.ingest.intake} turns events into accepted studies by the rules of {@link
 * io.mirstream.ingest.admission}; {@link io.mirstream.ingest.index} decides what the index must hold, {@link
 * io.mirstream.ingest.opensearch} writes it; {@link io.mirstream.ingest.status} keeps each study's last known state.
 * {@link io.mirstream.ingest.service} puts them together.
 */
package io.mirstream.ingest;
