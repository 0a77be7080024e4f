package io.mirstream.standalone.stack;

import io.mirstream.standalone.home.Ports;

/** The services, in the order in which they are started. */
public enum Service {
    EMBED("embed-service", "1g"),
    INGEST("ingest-service", "384m"),
    QUERY("query-service", "256m"),
    EVAL("eval-service", "128m");

    private final String module;
    private final String heap;

    Service(String module, String heap) {
        this.module = module;
        this.heap = heap;
    }

    /** Its Maven module, and its name. */
    public String module() {
        return module;
    }

    String heap() {
        return heap;
    }

    public int port(Ports ports) {
        return switch (this) {
            case EMBED -> ports.embed();
            case INGEST -> ports.ingest();
            case QUERY -> ports.query();
            case EVAL -> ports.eval();
        };
    }
}
