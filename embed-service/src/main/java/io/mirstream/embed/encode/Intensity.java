package io.mirstream.embed.encode;

import java.util.ArrayList;
import java.util.List;

/** Operations that turn Hounsfield units into what a model was trained on, in order. */
public final class Intensity {
    /** Deviations below this are none: what does not vary becomes 0. */
    private static final double MIN_DEVIATION = 1e-8;

    private final List<Operation> operations;

    /** One step; values are planar: channel after channel. */
    public sealed interface Operation {}

    /** To a range. */
    public record Clip(float low, float high) implements Operation {}

    /** The line through two points; values outside are continued, not clipped. */
    public record Linear(float fromLow, float fromHigh, float toLow, float toHigh) implements Operation {}

    /** One channel a window, each clipped and scaled to 0..1. */
    public record Windows(List<Window> windows) implements Operation {
        public Windows {
            windows = List.copyOf(windows);
        }
    }

    /** Of HU: what is below becomes 0, what is above 1. */
    public record Window(float low, float high) {}

    /** One channel, so many times. */
    public record Repeat(int channels) implements Operation {}

    /** {@code (value - mean) / deviation}, by channel. */
    public record Normalize(List<Float> means, List<Float> deviations) implements Operation {
        public Normalize {
            means = List.copyOf(means);
            deviations = List.copyOf(deviations);
        }
    }

    /** Mean 0 and deviation 1 (of the population), over all channels of a part, or of all parts of a series. */
    public record ZScore(boolean overSeries) implements Operation {}

    private record Moments(double mean, double deviation) {}

    /** @throws IllegalArgumentException for operations that do not follow each other */
    public Intensity(List<Operation> operations) {
        this.operations = List.copyOf(operations);
        int channels = 1;
        for (Operation operation : operations) {
            channels = channelsAfter(operation, channels);
        }
    }

    private static int channelsAfter(Operation operation, int channels) {
        return switch (operation) {
            case Windows(List<Window> windows) -> one(channels, windows.size());
            case Repeat(int copies) -> one(channels, copies);
            case Normalize normalize -> {
                if (normalize.means().size() != channels
                        || normalize.deviations().size() != channels) {
                    throw new IllegalArgumentException("normalize has a mean and a std for each of the channels");
                }
                yield channels;
            }
            case Clip _, Linear _, ZScore _ -> channels;
        };
    }

    private static int one(int channels, int after) {
        if (channels != 1) {
            throw new IllegalArgumentException("windows and repeat are made of one channel");
        }
        return after;
    }

    public int channels() {
        int channels = 1;
        for (Operation operation : operations) {
            channels = channelsAfter(operation, channels);
        }
        return channels;
    }

    /** Made for one series: knows the moments of all its parts. */
    public final class OfSeries {
        private final List<Moments> moments = new ArrayList<>(); // of each z-score over the series, in order

        private OfSeries(List<Part> parts) {
            for (int step = 0; step < operations.size(); step++) {
                if (operations.get(step) instanceof ZScore(boolean overSeries) && overSeries) {
                    moments.add(moments(parts, step));
                }
            }
        }

        /** Part by part, and then of all parts together (Chan, Golub, LeVeque 1979). */
        private Moments moments(List<Part> parts, int steps) {
            double mean = 0;
            double squares = 0;
            long count = 0;
            for (Part part : parts) {
                float[] values = apply(part.hounsfield(), steps);
                Moments own = momentsOf(values);
                double apart = own.mean() - mean;
                long together = count + values.length;
                mean += apart * values.length / together;
                squares += own.deviation() * own.deviation() * values.length
                        + apart * apart * count * values.length / together;
                count = together;
            }
            return new Moments(mean, Math.sqrt(squares / count));
        }

        /** The channels of a part, one after the other; the part is left as it was, and without operations it is given. */
        public float[] channels(Part part) {
            return apply(part.hounsfield(), operations.size());
        }

        private float[] apply(float[] hounsfield, int steps) {
            float[] values = steps == 0 ? hounsfield : hounsfield.clone();
            int scores = 0;
            for (Operation operation : operations.subList(0, steps)) {
                values = switch (operation) {
                    case Clip(float low, float high) -> clipped(values, low, high);
                    case Linear linear -> mapped(values, linear);
                    case Windows(List<Window> windows) -> windowed(values, windows);
                    case Repeat(int copies) -> repeated(values, copies);
                    case Normalize normalize -> normalized(values, normalize);
                    case ZScore(boolean overSeries) ->
                        overSeries ? scored(values, moments.get(scores++)) : scored(values, momentsOf(values));
                };
            }
            return values;
        }
    }

    /** @param parts all of one series */
    public OfSeries of(List<Part> parts) {
        return new OfSeries(parts);
    }

    private static float[] clipped(float[] values, float low, float high) {
        for (int i = 0; i < values.length; i++) {
            values[i] = Math.min(high, Math.max(low, values[i]));
        }
        return values;
    }

    private static float[] mapped(float[] values, Linear linear) {
        double slope = ((double) linear.toHigh() - linear.toLow()) / ((double) linear.fromHigh() - linear.fromLow());
        double from = linear.fromLow();
        double to = linear.toLow();
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) (to + (values[i] - from) * slope);
        }
        return values;
    }

    private static float[] windowed(float[] values, List<Window> windows) {
        float[] channels = new float[values.length * windows.size()];
        for (int channel = 0; channel < windows.size(); channel++) {
            float low = windows.get(channel).low();
            float high = windows.get(channel).high();
            int to = channel * values.length;
            for (int i = 0; i < values.length; i++) {
                channels[to + i] = (Math.min(high, Math.max(low, values[i])) - low) / (high - low);
            }
        }
        return channels;
    }

    private static float[] repeated(float[] values, int copies) {
        float[] channels = new float[values.length * copies];
        for (int channel = 0; channel < copies; channel++) {
            System.arraycopy(values, 0, channels, channel * values.length, values.length);
        }
        return channels;
    }

    private static float[] normalized(float[] values, Normalize normalize) {
        int pixels = values.length / normalize.means().size();
        for (int channel = 0; channel < normalize.means().size(); channel++) {
            float mean = normalize.means().get(channel);
            float deviation = normalize.deviations().get(channel);
            for (int i = channel * pixels; i < (channel + 1) * pixels; i++) {
                values[i] = (values[i] - mean) / deviation;
            }
        }
        return values;
    }

    private static float[] scored(float[] values, Moments moments) {
        double mean = moments.mean();
        double deviation = Math.max(MIN_DEVIATION, moments.deviation());
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) ((values[i] - mean) / deviation);
        }
        return values;
    }

    private static Moments momentsOf(float[] values) {
        double sum = 0;
        for (float value : values) {
            sum += value;
        }
        double mean = sum / values.length;
        double squares = 0;
        for (float value : values) {
            squares += (value - mean) * (value - mean);
        }
        return new Moments(mean, Math.sqrt(squares / values.length));
    }
}
