package io.mirstream.imaging.dicom;

import io.mirstream.contracts.error.CodedException;
import io.mirstream.contracts.error.ErrorCode;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * The functional groups of a multi-frame image (PS3.3 C.7.6.16): what holds for a frame stands in its own group, else in the
 * shared one, else, in files that are not quite right, in the root.
 */
final class FunctionalGroups {
    private final DataSet root;
    private final DataSet shared;
    private final List<DataSet> perFrame;

    /** Where the attributes of one frame stand; in a classic image all of them stand in the root. */
    record Frame(
            int index,
            DataSet frameType,
            DataSet planePosition,
            DataSet planeOrientation,
            DataSet pixelMeasures,
            DataSet pixelValueTransformation,
            String acquisition) {}

    /** @throws CodedException {@code MALFORMED} when there is not one group a frame */
    FunctionalGroups(DataSet root, int frames) {
        this.root = root;
        shared = root.items(Tag.SHARED_FUNCTIONAL_GROUPS_SEQUENCE).stream()
                .findFirst()
                .orElse(root);
        perFrame = root.items(Tag.PER_FRAME_FUNCTIONAL_GROUPS_SEQUENCE);
        if (perFrame.size() != frames) {
            throw new CodedException(ErrorCode.MALFORMED, "there is not one functional group a frame");
        }
    }

    static Frame ofClassic(DataSet root) {
        String acquisition = root.text(Tag.ACQUISITION_NUMBER).orElse("") + "/"
                + root.text(Tag.TEMPORAL_POSITION_IDENTIFIER).orElse("");
        return new Frame(0, root, root, root, root, root, acquisition);
    }

    List<Frame> frames() {
        return IntStream.range(0, perFrame.size()).mapToObj(this::frame).toList();
    }

    private Frame frame(int index) {
        DataSet content = macro(index, Tag.FRAME_CONTENT_SEQUENCE);
        String acquisition = content.text(Tag.STACK_ID).orElse("") + "/"
                + content.unsigned(Tag.TEMPORAL_POSITION_INDEX).orElse(0);
        return new Frame(
                index,
                macro(index, Tag.CT_IMAGE_FRAME_TYPE_SEQUENCE),
                macro(index, Tag.PLANE_POSITION_SEQUENCE),
                macro(index, Tag.PLANE_ORIENTATION_SEQUENCE),
                macro(index, Tag.PIXEL_MEASURES_SEQUENCE),
                macro(index, Tag.PIXEL_VALUE_TRANSFORMATION_SEQUENCE),
                acquisition);
    }

    private DataSet macro(int frame, int tag) {
        return first(perFrame.get(frame), tag).or(() -> first(shared, tag)).orElse(root);
    }

    private static Optional<DataSet> first(DataSet group, int tag) {
        return group.items(tag).stream().findFirst();
    }
}
