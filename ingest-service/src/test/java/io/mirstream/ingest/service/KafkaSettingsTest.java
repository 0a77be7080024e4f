package io.mirstream.ingest.service;

import static org.assertj.core.api.Assertions.assertThat;

import io.mirstream.contracts.topic.Topics;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.junit.jupiter.api.Test;

class KafkaSettingsTest {
    @Test
    void consumer_takes_what_is_committed_from_the_start_and_commits_by_itself_never() {
        Map<String, Object> settings = KafkaSettings.consumer("broker:9092", "group", 20);

        assertThat(settings)
                .containsEntry(ConsumerConfig.GROUP_ID_CONFIG, "group")
                .containsEntry(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false)
                .containsEntry(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest")
                .containsEntry(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed")
                .containsEntry(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 20);
    }

    @Test
    void producer_waits_for_every_replica_and_writes_as_much_as_a_topic_takes() {
        Map<String, Object> settings = KafkaSettings.producer("broker:9092", "client");

        assertThat(settings)
                .containsEntry(ProducerConfig.ACKS_CONFIG, "all")
                .containsEntry(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true)
                .containsEntry(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, Topics.MAX_DEAD_LETTER_BYTES);
    }
}
