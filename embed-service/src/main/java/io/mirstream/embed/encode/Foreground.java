package io.mirstream.embed.encode;

/**
 * The box around everything denser than a threshold, and a margin.
 *
 * @param thresholdHu what is denser is foreground
 * @param marginMm around the box, as far as the series goes
 */
public record Foreground(double thresholdHu, double marginMm) {
    public Foreground {
        if (!(Double.isFinite(thresholdHu) && marginMm >= 0 && Double.isFinite(marginMm))) {
            throw new IllegalArgumentException("a foreground has a threshold and a margin");
        }
    }
}
