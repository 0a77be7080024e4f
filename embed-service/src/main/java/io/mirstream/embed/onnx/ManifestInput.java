package io.mirstream.embed.onnx;

import static io.mirstream.embed.onnx.Manifest.require;

import io.mirstream.contracts.event.SeriesEmbedding;
import io.mirstream.embed.encode.Arrangement;
import io.mirstream.embed.encode.Foreground;
import io.mirstream.embed.encode.GridSpec;
import io.mirstream.embed.encode.InputSpec;
import io.mirstream.embed.encode.Interpolation;
import io.mirstream.embed.encode.SlabSpec;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Reads {@code image.mode}, {@code image.geometry} and {@code image.tensor.layout}: what a model wants to see.
 *
 * <p>{@code spacingMm} and the three-dimensional sizes are in the order of the letters of {@code orientation}; the size of
 * a slice is columns, rows.
 */
final class ManifestInput {
    /** Rows or columns of a slice that a reader takes by default: no part is larger. */
    private static final int MAX_SIDE = 4_096;

    /** Finer than any scanner's pixels. */
    private static final double MIN_SPACING_MM = 0.1;

    /** Of the parts of a series that are held at once: 1 GiB of floats. */
    private static final long MAX_VALUES = 1L << 28;

    private final Manifest.Image image;
    private final Manifest.Geometry geometry;
    private final boolean slices;
    private final String orientation;
    private final List<Double> spacing;

    private ManifestInput(Manifest.Image image) {
        this.image = image;
        geometry = image.geometry();
        slices = "slice2d".equals(image.mode());
        orientation = orientation();
        spacing = spacing();
    }

    /** @throws io.mirstream.contracts.error.CodedException {@code MODEL_INVALID} for what contradicts itself */
    static InputSpec of(Manifest.Image image) {
        require(
                List.of("slice2d", "volume3d", "patch3d").contains(String.valueOf(image.mode())),
                "image.mode is one of slice2d, volume3d, patch3d");
        require(image.geometry() != null, "image.geometry is required");
        require(image.tensor() != null, "image.tensor is required");
        return new ManifestInput(image).spec();
    }

    private InputSpec spec() {
        GridSpec.Parts parts = parts();
        GridSpec.Fit fit = fit(parts);
        List<Integer> size = size(parts);
        short padHu = padHu();
        Interpolation interpolation = interpolation();
        Optional<Foreground> foreground = foreground();
        if (parts instanceof GridSpec.Slices step && spacing.get(2) != null) {
            return slabs(step, fit, size, padHu, interpolation, foreground);
        }
        GridSpec spec = new GridSpec(parts, arrangement(), axes(size), fit, interpolation, foreground, padHu);
        long held = parts instanceof GridSpec.Slices(double _, int max, double _)
                ? max
                : parts instanceof GridSpec.Patches(double _, int most) ? most : 1;
        long values = held;
        for (GridSpec.Axis axis : spec.axes()) {
            values *= axis.size();
        }
        require(values <= MAX_VALUES, "image.geometry: the parts of a series have at most " + MAX_VALUES + " values");
        return spec;
    }

    private GridSpec.Parts parts() {
        require(
                (geometry.slice() != null) == slices,
                "image.geometry.slice is required for slice2d, and for no other mode");
        boolean patches = "patch3d".equals(image.mode());
        require(
                (geometry.patch() != null) == patches,
                "image.geometry.patch is required for patch3d, and for no other mode");
        if (slices) {
            return slice(geometry.slice());
        }
        return patches ? patch(geometry.patch()) : new GridSpec.Whole();
    }

    private static GridSpec.Slices slice(Manifest.SliceStep slice) {
        require(slice.axis() == null || "z".equals(slice.axis()), "image.geometry.slice.axis is z");
        require(isLength(slice.strideMm()), "image.geometry.slice.strideMm is positive");
        require(
                slice.max() >= 1 && slice.max() <= SeriesEmbedding.MAX_SLICES,
                "image.geometry.slice.max is 1 to " + SeriesEmbedding.MAX_SLICES);
        require(
                slice.minBodyFraction() >= 0 && slice.minBodyFraction() < 1,
                "image.geometry.slice.minBodyFraction is 0 or more and less than 1");
        return new GridSpec.Slices(slice.strideMm(), slice.max(), slice.minBodyFraction());
    }

    private static GridSpec.Patches patch(Manifest.Patch patch) {
        require(
                patch.overlap() >= 0 && patch.overlap() < 1,
                "image.geometry.patch.overlap is 0 or more and less than 1");
        require(
                patch.max() >= 1 && patch.max() <= SeriesEmbedding.MAX_SLICES,
                "image.geometry.patch.max is 1 to " + SeriesEmbedding.MAX_SLICES);
        return new GridSpec.Patches(patch.overlap(), patch.max());
    }

    private GridSpec.Fit fit(GridSpec.Parts parts) {
        String op = geometry.fit() == null ? null : geometry.fit().op();
        if (parts instanceof GridSpec.Patches) {
            require(
                    geometry.fit() == null
                            || ("none".equals(op) && geometry.fit().size() == null),
                    "image.geometry.fit.op is none for patch3d: patches have a size of their own");
            return GridSpec.Fit.NONE;
        }
        require(op != null, "image.geometry.fit is required");
        return switch (op) {
            case "resize" -> {
                require(
                        spacing.subList(0, slices ? 2 : 3).stream().allMatch(each -> each == null),
                        "image.geometry.spacingMm is null where fit.op is resize, which makes a spacing of its own");
                yield GridSpec.Fit.RESIZE;
            }
            case "padCrop" -> GridSpec.Fit.PAD_CROP;
            case "aspectPad" -> GridSpec.Fit.ASPECT_PAD;
            default -> throw Manifest.invalid("manifest: image.geometry.fit.op is one of resize, padCrop, aspectPad");
        };
    }

    private List<Integer> size(GridSpec.Parts parts) {
        boolean patches = parts instanceof GridSpec.Patches;
        List<Integer> size = patches ? geometry.patch().size() : geometry.fit().size();
        String field = patches ? "image.geometry.patch.size" : "image.geometry.fit.size";
        require(size != null && size.size() == (slices ? 2 : 3), field + " has " + (slices ? 2 : 3) + " values");
        require(
                size.stream().allMatch(side -> side != null && side >= 1 && side <= MAX_SIDE),
                field + " is 1 to " + MAX_SIDE);
        return size;
    }

    private String orientation() {
        String code = geometry.orientation() == null ? "LPS" : geometry.orientation();
        require(!slices || "LPS".equals(code), "image.geometry.orientation: slice2d models take slices in LPS");
        try {
            Arrangement.axesOf(code);
        } catch (IllegalArgumentException e) {
            throw Manifest.invalid("manifest: image.geometry.orientation: " + e.getMessage());
        }
        return code;
    }

    private List<Double> spacing() {
        List<Double> values = geometry.spacingMm() == null ? Collections.nCopies(3, null) : geometry.spacingMm();
        require(
                values.size() == 3
                        && values.stream().allMatch(each -> each == null || (isLength(each) && each >= MIN_SPACING_MM)),
                "image.geometry.spacingMm has three values of at least " + MIN_SPACING_MM + ", or null");
        return values;
    }

    private short padHu() {
        Integer padHu = geometry.fit() == null ? null : geometry.fit().padHu();
        int value = padHu == null ? -1024 : padHu;
        require(value == (short) value, "image.geometry.fit.padHu is a value of 16 bits");
        return (short) value;
    }

    private Interpolation interpolation() {
        String name = geometry.interpolation() == null ? "linear" : geometry.interpolation();
        return Arrays.stream(Interpolation.values())
                .filter(each -> each.name().toLowerCase(Locale.ROOT).equals(name))
                .findFirst()
                .orElseThrow(() ->
                        Manifest.invalid("manifest: image.geometry.interpolation is one of linear, cubic, nearest"));
    }

    private Optional<Foreground> foreground() {
        Manifest.Crop crop = geometry.foreground();
        if (crop == null) {
            return Optional.empty();
        }
        require(
                crop.thresholdHu() != null && Double.isFinite(crop.thresholdHu()),
                "image.geometry.foreground.thresholdHu is required");
        double margin = crop.marginMm() == null ? 0 : crop.marginMm();
        require(margin >= 0 && Double.isFinite(margin), "image.geometry.foreground.marginMm is 0 or more");
        return Optional.of(new Foreground(crop.thresholdHu(), margin));
    }

    private SlabSpec slabs(
            GridSpec.Slices step,
            GridSpec.Fit fit,
            List<Integer> size,
            short padHu,
            Interpolation interpolation,
            Optional<Foreground> foreground) {
        require(
                spacing.get(0) != null && spacing.get(0).equals(spacing.get(1)),
                "image.geometry.spacingMm: where z is given, slices are averaged to slabs, and x is equal to y");
        require(
                fit == GridSpec.Fit.PAD_CROP && size.get(0).equals(size.get(1)),
                "image.geometry.fit: where spacingMm has z, slices are averaged to slabs, by padCrop to a square");
        require(
                interpolation == Interpolation.LINEAR && foreground.isEmpty(),
                "image.geometry: where spacingMm has z, slices are averaged to slabs, linear and without foreground");
        checkLayout("NCHW");
        return new SlabSpec(spacing.get(0), size.get(0), step.strideMm(), step.max(), step.minBodyFraction(), padHu);
    }

    private Arrangement arrangement() {
        if (slices) {
            checkLayout("NCHW");
            return Arrangement.SLICES;
        }
        String layout = image.tensor().layout();
        require("NCDHW".equals(layout) || "NCHWD".equals(layout), "image.tensor.layout is NCDHW or NCHWD for volumes");
        try {
            return Arrangement.of(orientation, "NCDHW".equals(layout));
        } catch (IllegalArgumentException e) {
            throw Manifest.invalid("manifest: image.geometry.orientation: " + e.getMessage());
        }
    }

    private void checkLayout(String layout) {
        require(layout.equals(image.tensor().layout()), "image.tensor.layout is " + layout + " for slice2d");
    }

    /** By x, y, z. */
    private List<GridSpec.Axis> axes(List<Integer> size) {
        List<Integer> order = Arrangement.axesOf(orientation);
        GridSpec.Axis[] axes = new GridSpec.Axis[3];
        for (int i = 0; i < 3; i++) {
            Double millimetres = spacing.get(i);
            axes[order.get(i)] = new GridSpec.Axis(
                    millimetres == null ? OptionalDouble.empty() : OptionalDouble.of(millimetres),
                    i < size.size() ? size.get(i) : 1);
        }
        return List.of(axes);
    }

    static boolean isLength(Double millimetres) {
        return millimetres != null && millimetres > 0 && Double.isFinite(millimetres);
    }
}
