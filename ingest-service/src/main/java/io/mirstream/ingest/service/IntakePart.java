package io.mirstream.ingest.service;

import io.mirstream.contracts.error.ErrorCode;
import java.time.Duration;
import java.util.Optional;
import java.util.Properties;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse;
import org.jboss.logging.Logger;

/** The intake topology, running. */
final class IntakePart implements Part {
    private static final Logger LOG = Logger.getLogger(IntakePart.class);
    private static final Duration STOP_PATIENCE = Duration.ofSeconds(20);

    /** Before a failed thread is replaced: topics that are missing, or a broker that is away, need time. */
    private static final Duration BEFORE_REPLACING = Duration.ofSeconds(2);

    private final KafkaStreams streams;
    private volatile boolean failed;

    IntakePart(Topology topology, Properties settings) {
        streams = new KafkaStreams(topology, settings);
        streams.setUncaughtExceptionHandler(failure -> {
            failed = true;
            LOG.error("intake stopped, starting again errorCode=BROKER_UNAVAILABLE", failure);
            pause();
            return StreamThreadExceptionResponse.REPLACE_THREAD;
        });
        streams.setStateListener((now, before) -> {
            if (now == KafkaStreams.State.RUNNING) {
                failed = false;
            }
        });
        streams.start();
    }

    private static void pause() {
        try {
            Thread.sleep(BEFORE_REPLACING);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public String name() {
        return "intake";
    }

    @Override
    public boolean isReady() {
        return streams.state() == KafkaStreams.State.RUNNING && !failed;
    }

    @Override
    public Optional<ErrorCode> trouble() {
        return failed ? Optional.of(ErrorCode.BROKER_UNAVAILABLE) : Optional.empty();
    }

    @Override
    public void close() {
        streams.close(STOP_PATIENCE);
    }
}
