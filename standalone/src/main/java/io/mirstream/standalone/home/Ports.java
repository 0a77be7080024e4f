package io.mirstream.standalone.home;

/** Loopback ports of everything. */
public record Ports(
        int kafka,
        int kafkaController,
        int openSearch,
        int openSearchTransport,
        int query,
        int ingest,
        int embed,
        int eval) {
    /** Embed-services of added models that may run at a time: the query-service knows all their ports from its start. */
    public static final int MODEL_SLOTS = 4;

    /** Of everything together. */
    public static final int COUNT = 8 + MODEL_SLOTS;

    public static final Ports DEFAULT = new Ports(29092, 29093, 29200, 29300, 28080, 28081, 28082, 28083);

    /** Of the embed-service of an added model; they follow the others. */
    public int model(int slot) {
        return eval + 1 + slot;
    }

    /** As many ports in a row as {@link #COUNT} says. */
    public static Ports from(int base) {
        return new Ports(base, base + 1, base + 2, base + 3, base + 4, base + 5, base + 6, base + 7);
    }
}
