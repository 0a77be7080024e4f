package io.mirstream.imaging.dicom;

import io.mirstream.contracts.error.CodedException;
import io.mirstream.contracts.error.ErrorCode;
import io.mirstream.imaging.ReadLimits;
import java.io.IOException;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.Set;

/**
 * One CT image, or one frame of a multi-frame image, as its header describes it (PS3.3 A.3, A.38, A.70), checked so far that
 * its pixels can be read.
 *
 * @param file where it lies
 * @param frame from 0; 0 in an image with one frame
 * @param localizer whether its type says that it is one: a projection, not a slice
 * @param acquisition what tells acquisitions and phases of one series apart: their numbers, as text
 * @param position Image Position (Patient), mm, LPS
 * @param orientation Image Orientation (Patient): row direction, then column direction
 * @param pixelSpacing between rows, then between columns, mm
 * @param gantryDetectorTilt Gantry/Detector Tilt, degrees
 * @param pixelData where the pixels of all frames lie
 */
public record CtInstance(
        Path file,
        int frame,
        String studyInstanceUid,
        String seriesInstanceUid,
        String sopClassUid,
        String sopInstanceUid,
        String transferSyntaxUid,
        String modality,
        Optional<String> bodyPart,
        Optional<LocalDate> studyDate,
        boolean localizer,
        int instanceNumber,
        String acquisition,
        Optional<double[]> position,
        Optional<double[]> orientation,
        double[] pixelSpacing,
        OptionalDouble sliceThickness,
        OptionalDouble gantryDetectorTilt,
        PixelFormat format,
        Rescale rescale,
        OptionalInt pixelPaddingValue,
        DataSet.PixelData pixelData) {

    private static final String CT_IMAGE_STORAGE = "1.2.840.10008.5.1.4.1.1.2";

    /** Enhanced CT, and Legacy Converted Enhanced CT. */
    private static final Set<String> MULTI_FRAME_CT_IMAGE_STORAGE =
            Set.of("1.2.840.10008.5.1.4.1.1.2.1", "1.2.840.10008.5.1.4.1.1.2.2");

    /** What a file says of itself, whether or not it can be read as CT. */
    public record Identity(String studyInstanceUid, String seriesInstanceUid) {
        static final Identity NONE = new Identity("", "");
    }

    public Identity identity() {
        return new Identity(studyInstanceUid, seriesInstanceUid);
    }

    /** Why a file is no CT image that can be read, and which series it belongs to. */
    public record Refusal(Identity identity, ErrorCode code, String reason) {}

    /** Either the frames of a CT image or the reason why not. */
    public record Listed(List<CtInstance> frames, Optional<Refusal> refusal) {
        static Listed refused(Identity identity, ErrorCode code, String reason) {
            return new Listed(List.of(), Optional.of(new Refusal(identity, code, reason)));
        }
    }

    /** Reads the header only. Never throws for what is wrong with the file. */
    public static Listed list(Path file, ReadLimits limits) {
        Identity identity = Identity.NONE;
        try {
            DataSetParser.Parsed parsed = DataSetParser.parse(file, limits.maxFileBytes(), limits.maxSlices());
            try (ByteSource source = parsed.source()) {
                DataSet root = parsed.root();
                identity = new Identity(
                        root.text(Tag.STUDY_INSTANCE_UID).orElse(""),
                        root.text(Tag.SERIES_INSTANCE_UID).orElse(""));
                return new Listed(of(file, parsed, limits), Optional.empty());
            }
        } catch (CodedException e) {
            return Listed.refused(identity, e.code(), e.getMessage());
        } catch (IOException e) {
            return Listed.refused(identity, ErrorCode.LOCATION_UNREADABLE, "opening the file failed");
        }
    }

    private static List<CtInstance> of(Path file, DataSetParser.Parsed parsed, ReadLimits limits) {
        DataSet root = parsed.root();
        String sopClass = root.text(Tag.SOP_CLASS_UID)
                .or(() -> parsed.meta().text(Tag.MEDIA_STORAGE_SOP_CLASS_UID))
                .orElse("");
        boolean multiFrame = MULTI_FRAME_CT_IMAGE_STORAGE.contains(sopClass);
        if (!multiFrame && !sopClass.equals(CT_IMAGE_STORAGE)) {
            throw new CodedException(
                    ErrorCode.NOT_CT,
                    "SOP class " + (sopClass.isEmpty() ? "absent" : sopClass) + ", not CT image storage");
        }
        DataSet.PixelData pixelData = root.pixelData()
                .orElseThrow(() -> new CodedException(ErrorCode.NO_PIXEL_DATA, "a CT image with no pixel data"));
        PixelFormat format = PixelFormat.of(root, parsed.syntax(), pixelData, limits.maxSide());
        if (format.frames() > limits.maxSlices()) {
            throw new CodedException(ErrorCode.LIMIT_EXCEEDED, "more than " + limits.maxSlices() + " frames");
        }
        if (!multiFrame && format.frames() != 1) {
            throw new CodedException(ErrorCode.UNSUPPORTED_PIXELS, "a classic CT image has one frame");
        }
        format.checkFits(parsed.size(), pixelData);
        if (multiFrame) {
            return new FunctionalGroups(root, format.frames())
                    .frames().stream()
                            .map(group -> of(file, parsed, sopClass, format, group))
                            .toList();
        }
        return List.of(of(file, parsed, sopClass, format, FunctionalGroups.ofClassic(root)));
    }

    private static CtInstance of(
            Path file, DataSetParser.Parsed parsed, String sopClass, PixelFormat format, FunctionalGroups.Frame group) {
        DataSet root = parsed.root();
        String modality = root.text(Tag.MODALITY).orElse("");
        return new CtInstance(
                file,
                group.index(),
                root.text(Tag.STUDY_INSTANCE_UID).orElse(""),
                root.text(Tag.SERIES_INSTANCE_UID).orElse(""),
                sopClass,
                root.text(Tag.SOP_INSTANCE_UID)
                        .or(() -> parsed.meta().text(Tag.MEDIA_STORAGE_SOP_INSTANCE_UID))
                        .orElse(""),
                parsed.transferSyntaxUid(),
                modality.isEmpty() ? "CT" : modality,
                root.text(Tag.BODY_PART_EXAMINED).map(part -> part.toUpperCase(Locale.ROOT)),
                root.text(Tag.STUDY_DATE).flatMap(CtInstance::date),
                isLocalizer(root, Tag.IMAGE_TYPE) || isLocalizer(group.frameType(), Tag.FRAME_TYPE),
                (int) root.decimal(Tag.INSTANCE_NUMBER).orElse(0),
                group.acquisition(),
                group.planePosition().decimals(Tag.IMAGE_POSITION_PATIENT, 3),
                group.planeOrientation().decimals(Tag.IMAGE_ORIENTATION_PATIENT, 6),
                group.pixelMeasures()
                        .decimals(Tag.PIXEL_SPACING, 2)
                        .filter(spacing -> spacing[0] > 0 && spacing[1] > 0)
                        .orElseThrow(() -> new CodedException(
                                ErrorCode.UNSUPPORTED_GEOMETRY, "Pixel Spacing is missing or not positive")),
                group.pixelMeasures().decimal(Tag.SLICE_THICKNESS),
                root.decimal(Tag.GANTRY_DETECTOR_TILT),
                format,
                Rescale.of(group.pixelValueTransformation()),
                root.number(Tag.PIXEL_PADDING_VALUE, format.signed()),
                root.pixelData().orElseThrow());
    }

    private static boolean isLocalizer(DataSet dataSet, int typeTag) {
        return dataSet.text(typeTag).orElse("").toUpperCase(Locale.ROOT).contains("LOCALIZER");
    }

    private static Optional<LocalDate> date(String text) {
        try {
            return Optional.of(LocalDate.parse(text, DateTimeFormatter.BASIC_ISO_DATE));
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
    }
}
