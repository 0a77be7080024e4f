package io.mirstream.query.http;

import io.mirstream.query.Peer;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.util.Map;

/** Plays OpenSearch and the embed-service while a test runs. */
public final class Peers implements QuarkusTestResourceLifecycleManager {
    /** Fields of this type are given these peers. */
    public record Both(Peer opensearch, Peer embed) {}

    static final int MAX_BODY_BYTES = 64 << 10;

    private Both both;

    @Override
    public Map<String, String> start() {
        both = new Both(new Peer(), new Peer());
        return Map.of(
                "mirstream.opensearch.url",
                both.opensearch().url().toString(),
                "mirstream.query.embed",
                both.embed().url().toString(),
                "mirstream.query.viewers.OHIF.url",
                "https://ohif.example/viewer?StudyInstanceUIDs={studyUid}",
                "mirstream.query.report-url",
                "https://eval.example/v1/evaluations/{id}/report.html",
                "kafka.bootstrap.servers",
                "127.0.0.1:9", // nobody: no test here asks a broker
                "mirstream.query.live-cache",
                "0s",
                "mirstream.query.embed-cache",
                "0s",
                "quarkus.http.limits.max-body-size",
                Integer.toString(MAX_BODY_BYTES));
    }

    @Override
    public void inject(TestInjector injector) {
        injector.injectIntoFields(both, new TestInjector.MatchesType(Both.class));
    }

    @Override
    public void stop() {
        if (both != null) {
            both.opensearch().close();
            both.embed().close();
        }
    }
}
