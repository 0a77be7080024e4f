package io.mirstream.imaging.dicom;

import io.mirstream.contracts.error.CodedException;
import io.mirstream.contracts.error.ErrorCode;
import java.io.IOException;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/**
 * One CT image as its header describes it (PS3.3 A.3), checked so far that its pixels can be read.
 *
 * @param file where it lies
 * @param position Image Position (Patient), mm, LPS
 * @param orientation Image Orientation (Patient): row direction, then column direction
 * @param pixels where the pixels lie
 */
public record CtInstance(
        Path file,
        String studyInstanceUid,
        String seriesInstanceUid,
        String sopClassUid,
        String sopInstanceUid,
        String transferSyntaxUid,
        String modality,
        Optional<String> bodyPart,
        Optional<LocalDate> studyDate,
        int instanceNumber,
        Optional<double[]> position,
        Optional<double[]> orientation,
        double[] pixelSpacing,
        OptionalDouble sliceThickness,
        PixelFormat format,
        Optional<String> rescaleType,
        OptionalInt pixelPaddingValue) {

    private static final String CT_IMAGE_STORAGE = "1.2.840.10008.5.1.4.1.1.2";
    private static final String ENHANCED_CT_IMAGE_STORAGE = "1.2.840.10008.5.1.4.1.1.2.1";
    private static final String LEGACY_CONVERTED_ENHANCED_CT_IMAGE_STORAGE = "1.2.840.10008.5.1.4.1.1.2.2";

    /** What a file says of itself, whether or not it can be read as CT. */
    public record Identity(String studyInstanceUid, String seriesInstanceUid) {
        static final Identity NONE = new Identity("", "");
    }

    /** Why a file is no CT image that can be read, and which series it belongs to. */
    public record Refusal(Identity identity, ErrorCode code, String reason) {}

    /** Either a CT image or the reason why not. */
    public record Listed(Optional<CtInstance> instance, Optional<Refusal> refusal) {
        static Listed refused(Identity identity, ErrorCode code, String reason) {
            return new Listed(Optional.empty(), Optional.of(new Refusal(identity, code, reason)));
        }
    }

    /** Reads the header only. Never throws for what is wrong with the file. */
    public static Listed list(Path file, long maxFileBytes, int maxSide) {
        Identity identity = Identity.NONE;
        try {
            DataSetParser.Parsed parsed = DataSetParser.parse(file, maxFileBytes);
            try (ByteSource source = parsed.source()) {
                DataSet root = parsed.root();
                identity = new Identity(
                        root.text(Tag.STUDY_INSTANCE_UID).orElse(""),
                        root.text(Tag.SERIES_INSTANCE_UID).orElse(""));
                return new Listed(Optional.of(of(file, parsed, source.size(), maxSide)), Optional.empty());
            }
        } catch (CodedException e) {
            return Listed.refused(identity, e.code(), e.getMessage());
        } catch (IOException e) {
            return Listed.refused(identity, ErrorCode.LOCATION_UNREADABLE, "opening the file failed");
        }
    }

    private static CtInstance of(Path file, DataSetParser.Parsed parsed, long size, int maxSide) {
        DataSet root = parsed.root();
        DataSet meta = parsed.meta();
        String sopClass = root.text(Tag.SOP_CLASS_UID)
                .or(() -> meta.text(Tag.MEDIA_STORAGE_SOP_CLASS_UID))
                .orElse("");
        String modality = root.text(Tag.MODALITY).orElse("");
        if (sopClass.equals(ENHANCED_CT_IMAGE_STORAGE) || sopClass.equals(LEGACY_CONVERTED_ENHANCED_CT_IMAGE_STORAGE)) {
            throw new CodedException(ErrorCode.UNSUPPORTED_PIXELS, "enhanced multi-frame CT is not read yet");
        }
        if (!sopClass.equals(CT_IMAGE_STORAGE)) {
            throw new CodedException(
                    ErrorCode.NOT_CT,
                    "SOP class " + (sopClass.isEmpty() ? "absent" : sopClass) + ", not CT image storage");
        }
        if (root.text(Tag.IMAGE_TYPE).orElse("").toUpperCase(Locale.ROOT).contains("LOCALIZER")) {
            throw new CodedException(ErrorCode.NOT_CT, "a localizer");
        }
        DataSet.PixelData pixelData = root.pixelData()
                .orElseThrow(() -> new CodedException(ErrorCode.NO_PIXEL_DATA, "a CT image with no pixel data"));
        Optional<String> rescaleType = root.text(Tag.RESCALE_TYPE);
        if (rescaleType.isPresent() && !rescaleType.get().equalsIgnoreCase("HU")) {
            throw new CodedException(
                    ErrorCode.NOT_HOUNSFIELD, "Rescale Type is not HU: the values are no Hounsfield units");
        }
        PixelFormat format = PixelFormat.of(root, parsed.syntax(), pixelData, maxSide);
        format.checkFits(size, pixelData);
        return new CtInstance(
                file,
                root.text(Tag.STUDY_INSTANCE_UID).orElse(""),
                root.text(Tag.SERIES_INSTANCE_UID).orElse(""),
                sopClass,
                root.text(Tag.SOP_INSTANCE_UID)
                        .or(() -> meta.text(Tag.MEDIA_STORAGE_SOP_INSTANCE_UID))
                        .orElse(""),
                parsed.transferSyntaxUid(),
                modality.isEmpty() ? "CT" : modality,
                root.text(Tag.BODY_PART_EXAMINED).map(part -> part.toUpperCase(Locale.ROOT)),
                root.text(Tag.STUDY_DATE).flatMap(CtInstance::date),
                (int) root.decimal(Tag.INSTANCE_NUMBER).orElse(0),
                root.decimals(Tag.IMAGE_POSITION_PATIENT, 3),
                root.decimals(Tag.IMAGE_ORIENTATION_PATIENT, 6),
                root.decimals(Tag.PIXEL_SPACING, 2)
                        .filter(spacing -> spacing[0] > 0 && spacing[1] > 0)
                        .orElseThrow(() -> new CodedException(
                                ErrorCode.UNSUPPORTED_GEOMETRY, "Pixel Spacing is missing or not positive")),
                root.decimal(Tag.SLICE_THICKNESS),
                format,
                rescaleType,
                root.unsigned(Tag.PIXEL_PADDING_VALUE));
    }

    private static Optional<LocalDate> date(String text) {
        try {
            return Optional.of(LocalDate.parse(text, DateTimeFormatter.BASIC_ISO_DATE));
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
    }

    /**
     * Hounsfield units as stored: int16, row-major [rows][columns], not turned to patient axes.
     *
     * @throws CodedException INPUT kinds, {@code LOCATION_UNREADABLE}
     */
    public short[] hounsfield(long maxFileBytes) {
        try {
            DataSetParser.Parsed parsed = DataSetParser.parse(file, maxFileBytes);
            try (ByteSource source = parsed.source()) {
                DataSet.PixelData pixelData = parsed.root()
                        .pixelData()
                        .orElseThrow(() -> new CodedException(ErrorCode.NO_PIXEL_DATA, "the pixel data is gone"));
                return format.decode(source, pixelData);
            }
        } catch (IOException e) {
            throw new CodedException(ErrorCode.LOCATION_UNREADABLE, "opening a file failed", e);
        }
    }
}
