package io.mirstream.query.http;

import io.mirstream.contracts.event.PreviewWindow;
import io.mirstream.contracts.id.SeriesUid;
import io.mirstream.query.opensearch.OpenSearchPreviews.Image;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The previews of a series.
 *
 * @param width of every slice, in pixels
 * @param height of every slice, in pixels
 * @param spacingMm between pixels of a slice, both ways
 * @param slices foot to head
 * @param coronal absent while it is being written
 * @param windows what the channels of every image show
 */
public record PreviewList(
        SeriesUid seriesUid,
        int width,
        int height,
        double spacingMm,
        List<Slice> slices,
        Optional<Coronal> coronal,
        List<Window> windows) {
    /**
     * A slice.
     *
     * @param index of the slice that is nearest, as explanations of searches count those that have vectors
     * @param slice among all slices of the series, 0 for the one nearest to the feet
     * @param positionMm along the body, in patient coordinates
     */
    public record Slice(int index, int slice, double positionMm, String href) {}

    /**
     * The whole stack from the front: the head is up, the patient's right on the left.
     *
     * @param topMm where along the body the upper edge is, in patient coordinates
     * @param bottomMm where the lower edge is
     */
    public record Coronal(String href, int width, int height, double spacingMm, double topMm, double bottomMm) {}

    /**
     * What a channel shows: 0 is the lower end of the window or less, 255 the upper end or more.
     *
     * @param level middle of the window, HU
     * @param width of the window, HU
     */
    public record Window(String channel, int level, int width) {}

    private static final List<Window> WINDOWS = Arrays.stream(PreviewWindow.values())
            .map(window -> new Window(window.name().toLowerCase(Locale.ROOT), window.level(), window.width()))
            .toList();

    /**
     * @param images slices foot to head, and the coronal one
     * @param positionsMm of the slices that have vectors, foot to head
     */
    static PreviewList of(SeriesUid series, List<Image> images, List<Double> positionsMm) {
        List<Slice> slices = new ArrayList<>();
        for (Image image : images) {
            image.slice()
                    .ifPresent(shown -> slices.add(new Slice(
                            nearest(shown.positionMm(), positionsMm),
                            shown.index(),
                            shown.positionMm(),
                            href(series, image))));
        }
        Optional<Image> slice =
                images.stream().filter(image -> image.slice().isPresent()).findFirst();
        Optional<Coronal> coronal = images.stream()
                .filter(image -> image.slice().isEmpty() && !slices.isEmpty())
                .findFirst()
                .map(image -> coronal(series, image, slices));
        return new PreviewList(
                series,
                slice.map(Image::width).orElse(0),
                slice.map(Image::height).orElse(0),
                slice.map(Image::pixelMm).orElse(0.0),
                slices,
                coronal,
                WINDOWS);
    }

    /** The first and the last slice of the stack are always shown. */
    private static Coronal coronal(SeriesUid series, Image image, List<Slice> slices) {
        double middleMm = (slices.getFirst().positionMm() + slices.getLast().positionMm()) / 2;
        double halfMm = image.height() * image.pixelMm() / 2;
        return new Coronal(
                href(series, image),
                image.width(),
                image.height(),
                image.pixelMm(),
                middleMm + halfMm,
                middleMm - halfMm);
    }

    private static String href(SeriesUid series, Image image) {
        return "/v1/series/" + series + "/previews/" + image.name();
    }

    private static int nearest(double positionMm, List<Double> positionsMm) {
        int nearest = 0;
        for (int index = 1; index < positionsMm.size(); index++) {
            if (Math.abs(positionsMm.get(index) - positionMm) < Math.abs(positionsMm.get(nearest) - positionMm)) {
                nearest = index;
            }
        }
        return nearest;
    }
}
