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
    public static final Ports DEFAULT = new Ports(29092, 29093, 29200, 29300, 28080, 28081, 28082, 28083);

    /** Eight ports in a row. */
    public static Ports from(int base) {
        return new Ports(base, base + 1, base + 2, base + 3, base + 4, base + 5, base + 6, base + 7);
    }
}
