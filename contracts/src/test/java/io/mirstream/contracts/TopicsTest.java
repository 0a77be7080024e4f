package io.mirstream.contracts;

import static org.assertj.core.api.Assertions.assertThat;

import io.mirstream.contracts.topic.Topic;
import io.mirstream.contracts.topic.Topics;
import org.junit.jupiter.api.Test;

class TopicsTest {
    @Test
    void catalogue_names_every_topic_in_the_order_in_which_the_data_meets_them() {
        assertThat(Topics.all())
                .extracting(Topic::name)
                .containsExactly(
                        "mirstream.studies",
                        "mirstream.embed-requests",
                        "mirstream.embeddings",
                        "mirstream.previews",
                        "mirstream.status",
                        "mirstream.dead-letters",
                        "mirstream.evaluations",
                        "mirstream.audit");
    }
}
