package io.mirstream.ingest.consume;

import io.mirstream.contracts.error.ErrorCode;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** What is done with the records. */
public interface BatchHandler {
    /**
     * Done when it returns.
     *
     * @throws io.mirstream.contracts.error.CodedException TRANSIENT and EXTERNAL kinds: the same batch will come again
     */
    void apply(List<ConsumerRecord<byte[], byte[]>> batch);

    /** One record that no attempt gets anywhere with, by a defect of ours. */
    void giveUp(ConsumerRecord<byte[], byte[]> record, ErrorCode code, String detail);
}
