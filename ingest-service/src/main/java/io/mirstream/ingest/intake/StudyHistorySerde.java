package io.mirstream.ingest.intake;

import io.mirstream.contracts.json.Json;
import io.mirstream.ingest.admission.StudyHistory;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;

/** A study's history as JSON, readable in the changelog topic. */
final class StudyHistorySerde {
    private StudyHistorySerde() {}

    static Serde<StudyHistory> serde() {
        return Serdes.serdeFrom(
                (topic, history) -> history == null ? null : Json.write(history),
                (topic, json) -> json == null ? null : Json.read(json, StudyHistory.class));
    }
}
