package io.mirstream.embed.preview;

import io.mirstream.contracts.error.CodedException;
import io.mirstream.contracts.error.ErrorCode;
import io.mirstream.contracts.event.PreviewImage;
import io.mirstream.contracts.event.SeriesPreviews.SlicePreview;
import io.mirstream.embed.encode.Resampling;
import io.mirstream.imaging.Slice;
import io.mirstream.imaging.SliceConsumer;
import io.mirstream.imaging.VolumeGeometry;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.FutureTask;

/**
 * Turns the slices of one series, as they come, into previews. Which slices are shown is known before the first one comes;
 * of each slice a few rows go into the coronal image.
 */
public final class PreviewBuilder implements SliceConsumer {
    private final Executor compressors;
    private final BitSet shown;
    private final double pixelMm;
    private final Resampling columns;
    private final Resampling rows;
    private final CoronalView coronal;
    private final List<Compressing> images = new ArrayList<>();

    /** An image on its way. */
    private record Compressing(int index, double positionMm, FutureTask<PreviewImage> image) {}

    PreviewBuilder(PreviewSpec spec, VolumeGeometry geometry, Executor compressors) {
        this.compressors = compressors;
        shown = shown(geometry.positionsMm(), spec.slices());
        double widthMm = geometry.columns() * geometry.columnSpacingMm();
        double heightMm = geometry.rows() * geometry.rowSpacingMm();
        double ownMm = Math.min(geometry.columnSpacingMm(), geometry.rowSpacingMm());
        pixelMm = Math.max(Math.max(widthMm, heightMm) / spec.pixels(), ownMm);
        columns = Resampling.centred(geometry.columns(), geometry.columnSpacingMm(), pixels(widthMm), pixelMm);
        rows = Resampling.centred(geometry.rows(), geometry.rowSpacingMm(), pixels(heightMm), pixelMm);
        coronal = new CoronalView(geometry, spec.coronalPixels());
    }

    private int pixels(double lengthMm) {
        return Math.max(1, (int) Math.round(lengthMm / pixelMm));
    }

    /** The slices nearest to places that are evenly spaced from the first slice to the last. */
    static BitSet shown(List<Double> positionsMm, int most) {
        int slices = positionsMm.size();
        BitSet shown = new BitSet(slices);
        if (slices <= most) {
            shown.set(0, slices);
            return shown;
        }
        double first = positionsMm.getFirst();
        double length = positionsMm.getLast() - first;
        int at = 0;
        for (int place = 0; place < most; place++) {
            double wantedMm = first + length * (most == 1 ? 0.5 : (double) place / (most - 1));
            while (at + 1 < slices
                    && Math.abs(positionsMm.get(at + 1) - wantedMm) <= Math.abs(positionsMm.get(at) - wantedMm)) {
                at++;
            }
            shown.set(at);
        }
        return shown;
    }

    @Override
    public void accept(Slice slice) {
        coronal.accept(slice);
        if (!shown.get(slice.index())) {
            return;
        }
        float[] reduced = reduced(slice);
        FutureTask<PreviewImage> task =
                new FutureTask<>(() -> RgbImage.of(columns.outputs(), rows.outputs(), pixelMm, reduced));
        images.add(new Compressing(slice.index(), slice.positionMm(), task));
        compressors.execute(task);
    }

    /** Rows first: whole lines are added to each other, which processors do many pixels at a time. */
    private float[] reduced(Slice slice) {
        float[] reduced = new float[columns.outputs() * rows.outputs()];
        float[] line = new float[slice.columns()];
        for (int y = 0; y < rows.outputs(); y++) {
            Arrays.fill(line, 0);
            float[] weights = rows.weights(y);
            for (int tap = 0; tap < weights.length; tap++) {
                RgbImage.addClipped(slice.hounsfield(), (rows.first(y) + tap) * slice.columns(), weights[tap], line);
            }
            columns.reduce(line, reduced, y * columns.outputs());
        }
        return reduced;
    }

    /**
     * After the last slice.
     *
     * @throws CodedException {@code LOCATION_UNREADABLE} when interrupted
     */
    public Previews finish() {
        List<SlicePreview> slices = new ArrayList<>();
        for (Compressing each : images) {
            slices.add(new SlicePreview(each.index(), each.positionMm(), await(each.image())));
        }
        return new Previews(slices, coronal.image());
    }

    private static PreviewImage await(FutureTask<PreviewImage> image) {
        try {
            return image.get();
        } catch (ExecutionException e) {
            throw new CodedException(ErrorCode.INTERNAL, "a preview could not be compressed", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CodedException(ErrorCode.LOCATION_UNREADABLE, "reading was interrupted", e);
        }
    }
}
