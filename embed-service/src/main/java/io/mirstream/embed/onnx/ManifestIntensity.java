package io.mirstream.embed.onnx;

import static io.mirstream.embed.onnx.Manifest.require;

import com.fasterxml.jackson.databind.JsonNode;
import io.mirstream.embed.encode.Intensity;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Reads {@code image.intensity}. */
final class ManifestIntensity {
    /** More than any model has. */
    private static final int MAX_CHANNELS = 64;

    private static final Map<String, Set<String>> FIELDS = Map.of(
            "clip", Set.of("lo", "hi"),
            "linear", Set.of("from", "to"),
            "windows", Set.of("channels"),
            "repeat", Set.of("channels"),
            "normalize", Set.of("mean", "std"),
            "zscore", Set.of("scope"),
            "none", Set.of());

    private ManifestIntensity() {}

    static Intensity of(List<Manifest.Operation> manifest) {
        List<Intensity.Operation> operations = new ArrayList<>();
        List<Manifest.Operation> steps = manifest == null ? List.of() : manifest;
        for (int i = 0; i < steps.size(); i++) {
            String field = "image.intensity[" + i + "]";
            checkFields(steps.get(i), field);
            if (!"none".equals(steps.get(i).op())) {
                operations.add(operation(steps.get(i), field));
            }
        }
        try {
            Intensity intensity = new Intensity(operations);
            require(
                    intensity.channels() <= MAX_CHANNELS,
                    "image.intensity makes at most " + MAX_CHANNELS + " channels");
            return intensity;
        } catch (IllegalArgumentException e) {
            throw Manifest.invalid("manifest: image.intensity: " + e.getMessage());
        }
    }

    private static void checkFields(Manifest.Operation step, String field) {
        require(
                step != null && step.op() != null && FIELDS.containsKey(step.op()),
                field + ".op is one of clip, linear, windows, repeat, normalize, zscore, none");
        Set<String> fields = FIELDS.get(step.op());
        checkField(fields, "lo", step.lo(), field);
        checkField(fields, "hi", step.hi(), field);
        checkField(fields, "from", step.from(), field);
        checkField(fields, "to", step.to(), field);
        checkField(fields, "channels", step.channels(), field);
        checkField(fields, "mean", step.mean(), field);
        checkField(fields, "std", step.std(), field);
        checkField(fields, "scope", step.scope(), field);
    }

    private static void checkField(Set<String> fields, String name, Object value, String field) {
        require(
                fields.contains(name) == (value != null),
                field + "." + name + (value == null ? " is required" : " is not a field of this op"));
    }

    private static Intensity.Operation operation(Manifest.Operation step, String field) {
        return switch (step.op()) {
            case "clip" -> {
                checkRange(List.of(step.lo(), step.hi()), field);
                yield new Intensity.Clip(step.lo().floatValue(), step.hi().floatValue());
            }
            case "linear" -> {
                checkRange(step.from(), field + ".from");
                List<Float> to = finite(step.to(), field + ".to");
                require(to.size() == 2, field + ".to has two values");
                yield new Intensity.Linear(
                        step.from().get(0).floatValue(), step.from().get(1).floatValue(), to.get(0), to.get(1));
            }
            case "windows" -> windows(step.channels(), field + ".channels");
            case "repeat" -> {
                JsonNode channels = step.channels();
                require(
                        channels.isInt() && channels.intValue() >= 1 && channels.intValue() <= MAX_CHANNELS,
                        field + ".channels is 1 to " + MAX_CHANNELS);
                yield new Intensity.Repeat(channels.intValue());
            }
            case "normalize" -> {
                List<Float> deviations = finite(step.std(), field + ".std");
                require(deviations.stream().allMatch(value -> value > 0), field + ".std is positive");
                yield new Intensity.Normalize(finite(step.mean(), field + ".mean"), deviations);
            }
            default -> {
                require(
                        "slice".equals(step.scope()) || "volume".equals(step.scope()),
                        field + ".scope is slice or volume");
                yield new Intensity.ZScore("volume".equals(step.scope()));
            }
        };
    }

    private static Intensity.Windows windows(JsonNode channels, String field) {
        require(
                channels.isArray() && !channels.isEmpty() && channels.size() <= MAX_CHANNELS,
                field + " is a list of windows, each [low, high]");
        List<Intensity.Window> windows = new ArrayList<>();
        for (JsonNode window : channels) {
            require(
                    window.isArray()
                            && window.size() == 2
                            && window.get(0).isNumber()
                            && window.get(1).isNumber(),
                    field + " is a list of windows, each [low, high]");
            checkRange(List.of(window.get(0).doubleValue(), window.get(1).doubleValue()), field);
            windows.add(new Intensity.Window(
                    window.get(0).floatValue(), window.get(1).floatValue()));
        }
        return new Intensity.Windows(windows);
    }

    private static void checkRange(List<Double> range, String field) {
        require(
                finite(range, field).size() == 2 && range.get(0) < range.get(1),
                field + ": the lower value is the smaller");
    }

    private static List<Float> finite(List<Double> values, String field) {
        require(
                values.stream().allMatch(value -> value != null && Double.isFinite(value)),
                field + " has finite values");
        return values.stream().map(Double::floatValue).toList();
    }
}
