package io.mirstream.query.evaluations;

import java.nio.charset.StandardCharsets;
import java.time.Instant;

/** Reports that say no more than a list shows. */
public final class Reports {
    private Reports() {}

    public static byte[] json(String id, Instant finished) {
        return """
                {"version": 1, "id": "%s", "dataset": "small",
                 "model": {"id": "precomputed", "version": "1", "fingerprint": "0123456789abcdef"},
                 "started": "2026-01-02T03:04:05Z", "finished": "%s",
                 "pools": [{"gallery": "own", "organ": "liver", "methods": [{"method": "slice-freq"}]},
                           {"gallery": "own", "organ": "lung", "methods": [{"method": "slice-freq"}, {"method": "hybrid"}]},
                           {"gallery": "pooled", "organ": "liver", "methods": [{"method": "slice-freq"}]}]}
                """.formatted(id, finished).getBytes(StandardCharsets.UTF_8);
    }
}
