package io.mirstream.imaging.dicom;

/** The attributes that this reader knows (PS3.6). */
final class Tag {
    static final int TRANSFER_SYNTAX_UID = 0x0002_0010;
    static final int MEDIA_STORAGE_SOP_CLASS_UID = 0x0002_0002;
    static final int MEDIA_STORAGE_SOP_INSTANCE_UID = 0x0002_0003;
    static final int IMAGE_TYPE = 0x0008_0008;
    static final int FRAME_TYPE = 0x0008_9007;
    static final int SOP_CLASS_UID = 0x0008_0016;
    static final int SOP_INSTANCE_UID = 0x0008_0018;
    static final int STUDY_DATE = 0x0008_0020;
    static final int MODALITY = 0x0008_0060;
    static final int BODY_PART_EXAMINED = 0x0018_0015;
    static final int SLICE_THICKNESS = 0x0018_0050;
    static final int GANTRY_DETECTOR_TILT = 0x0018_1120;
    static final int CT_IMAGE_FRAME_TYPE_SEQUENCE = 0x0018_9329;
    static final int STUDY_INSTANCE_UID = 0x0020_000D;
    static final int SERIES_INSTANCE_UID = 0x0020_000E;
    static final int ACQUISITION_NUMBER = 0x0020_0012;
    static final int INSTANCE_NUMBER = 0x0020_0013;
    static final int IMAGE_POSITION_PATIENT = 0x0020_0032;
    static final int IMAGE_ORIENTATION_PATIENT = 0x0020_0037;
    static final int TEMPORAL_POSITION_IDENTIFIER = 0x0020_0100;
    static final int STACK_ID = 0x0020_9056;
    static final int FRAME_CONTENT_SEQUENCE = 0x0020_9111;
    static final int PLANE_POSITION_SEQUENCE = 0x0020_9113;
    static final int PLANE_ORIENTATION_SEQUENCE = 0x0020_9116;
    static final int TEMPORAL_POSITION_INDEX = 0x0020_9128;
    static final int SAMPLES_PER_PIXEL = 0x0028_0002;
    static final int PHOTOMETRIC_INTERPRETATION = 0x0028_0004;
    static final int NUMBER_OF_FRAMES = 0x0028_0008;
    static final int ROWS = 0x0028_0010;
    static final int COLUMNS = 0x0028_0011;
    static final int PIXEL_SPACING = 0x0028_0030;
    static final int BITS_ALLOCATED = 0x0028_0100;
    static final int BITS_STORED = 0x0028_0101;
    static final int HIGH_BIT = 0x0028_0102;
    static final int PIXEL_REPRESENTATION = 0x0028_0103;
    static final int PIXEL_PADDING_VALUE = 0x0028_0120;
    static final int RESCALE_INTERCEPT = 0x0028_1052;
    static final int RESCALE_SLOPE = 0x0028_1053;
    static final int RESCALE_TYPE = 0x0028_1054;
    static final int PIXEL_MEASURES_SEQUENCE = 0x0028_9110;
    static final int PIXEL_VALUE_TRANSFORMATION_SEQUENCE = 0x0028_9145;
    static final int SHARED_FUNCTIONAL_GROUPS_SEQUENCE = 0x5200_9229;
    static final int PER_FRAME_FUNCTIONAL_GROUPS_SEQUENCE = 0x5200_9230;
    static final int PIXEL_DATA = 0x7FE0_0010;

    static final int ITEM = 0xFFFE_E000;
    static final int ITEM_DELIMITER = 0xFFFE_E00D;
    static final int SEQUENCE_DELIMITER = 0xFFFE_E0DD;

    private Tag() {}
}
