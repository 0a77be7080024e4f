package io.mirstream.imaging;

import io.mirstream.imaging.dicom.CtInstance;
import io.mirstream.imaging.dicom.CtStack;
import io.mirstream.imaging.dicom.FrameSource;
import io.mirstream.imaging.lesion.LabelSummary;
import io.mirstream.imaging.lesion.LabelVolume;
import io.mirstream.imaging.nifti.NiftiVolume;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import java.util.zip.CRC32;

/**
 * A series in full, for people and for comparison with other decoders.
 *
 * @param geometry of the planes: of DICOM as they are stored, of NIfTI in patient axes
 * @param header names and values of the attributes that decide how pixels are read
 * @param planes in their order along the slice axis
 * @param sha256 of the HU of all planes as little-endian int16
 */
public record SeriesInspection(
        SeriesListing series,
        VolumeGeometry geometry,
        Map<String, Object> header,
        List<Plane> planes,
        int minHu,
        int maxHu,
        double meanHu,
        String sha256) {
    /**
     * One plane.
     *
     * @param source names and values of what it was read from
     * @param crc32 CRC-32 (IEEE) of its HU as little-endian int16, row by row
     */
    public record Plane(
            int index, Map<String, Object> source, double positionMm, String crc32, int min, int max, double mean) {}

    static SeriesInspection of(DicomSeries series, Supplier<FrameSource> frames, Executor decoders) {
        VolumeGeometry stored = series.stack().stored();
        List<CtInstance> instances = series.stack().instances();
        Planes planes = new Planes();
        series.readStored(
                frames,
                decoders,
                (index, hounsfield) -> planes.add(
                        source(instances.get(index)), stored.positionsMm().get(index), hounsfield));
        return planes.inspection(series, stored, header(series.stack()));
    }

    static SeriesInspection of(NiftiSeries series) {
        Planes planes = new Planes();
        series.read(slice -> planes.add(Map.of(), slice.positionMm(), slice.hounsfield()));
        return planes.inspection(series, series.geometry(), header(series, StoredValues.of(series.volume()), planes));
    }

    public List<String> sliceCrc32() {
        return planes.stream().map(Plane::crc32).toList();
    }

    private static Map<String, Object> source(CtInstance instance) {
        Map<String, Object> source = new LinkedHashMap<>();
        source.put("file", instance.file().toString());
        source.put("frame", instance.frame());
        source.put("sopInstanceUid", instance.sopInstanceUid());
        source.put("instanceNumber", instance.instanceNumber());
        source.put("imagePositionPatient", instance.position().orElse(null));
        return source;
    }

    private static Map<String, Object> header(CtStack stack) {
        CtInstance first = stack.instances().getFirst();
        Map<String, Object> header = new LinkedHashMap<>();
        header.put(
                "files",
                stack.instances().stream().map(CtInstance::file).distinct().count());
        header.put("sopClassUid", first.sopClassUid());
        header.put("transferSyntaxUid", first.transferSyntaxUid());
        header.put("bitsAllocated", first.format().bitsAllocated());
        header.put("bitsStored", first.format().bitsStored());
        header.put("highBit", first.format().highBit());
        header.put("pixelRepresentation", first.format().signed() ? 1 : 0);
        header.put("rescaleSlope", first.rescale().slope());
        header.put("rescaleIntercept", first.rescale().intercept());
        header.put("rescaleType", first.rescale().type().orElse(null));
        header.put(
                "integralRescale",
                stack.instances().stream().allMatch(each -> each.rescale().isIntegral()));
        header.put(
                "sliceThickness",
                stack.instances().stream()
                        .map(CtInstance::sliceThickness)
                        .filter(OptionalDouble::isPresent)
                        .map(OptionalDouble::getAsDouble)
                        .distinct()
                        .sorted()
                        .toList());
        header.put(
                "pixelPaddingValue",
                first.pixelPaddingValue().isPresent()
                        ? first.pixelPaddingValue().getAsInt()
                        : null);
        header.put("imageOrientationPatient", first.orientation().orElse(null));
        header.put("sliceAxis", stack.sliceAxis());
        header.put("duplicatePositions", stack.duplicatePositions());
        header.put("obliquityDegrees", stack.obliquityDegrees());
        header.put(
                "gantryDetectorTiltAttribute",
                first.gantryDetectorTilt().isPresent()
                        ? first.gantryDetectorTilt().getAsDouble()
                        : null);
        return header;
    }

    private static Map<String, Object> header(NiftiSeries series, StoredValues values, Planes planes) {
        NiftiVolume.Stored stored = series.volume().stored();
        VolumeGeometry geometry = series.geometry();
        Map<String, Object> header = new LinkedHashMap<>();
        header.put("datatype", stored.datatype());
        header.put("sclSlope", stored.slope());
        header.put("sclInter", stored.intercept());
        header.put("qformCode", stored.qformCode());
        header.put("sformCode", stored.sformCode());
        header.put("pixdim", stored.pixdim());
        Map<String, Object> lps = new LinkedHashMap<>();
        lps.put("shape", List.of(geometry.columns(), geometry.rows(), geometry.slices()));
        lps.put("spacing", List.of(geometry.columnSpacingMm(), geometry.rowSpacingMm(), geometry.medianGapMm()));
        lps.putAll(planes.checksums());
        List<List<Double>> affine = new ArrayList<>(stored.affineRas());
        affine.add(List.of(0.0, 0.0, 0.0, 1.0));
        Map<String, Object> described = new LinkedHashMap<>();
        boolean labels = values.areLabels() && stored.slope() == 1 && stored.intercept() == 0;
        described.put("kind", labels ? "label" : "image");
        described.put("niftiVersion", stored.version());
        described.put("shape", stored.shape());
        described.put("header", header);
        described.put("affineRas", affine);
        described.put("affineFrom", stored.affineFrom());
        described.put("spacing", stored.spacingMm());
        described.put("orientation", stored.orientation());
        described.put("min", values.min());
        described.put("max", values.max());
        described.put("mean", values.mean());
        described.put("int16Overflow", values.overflow());
        described.put("storage", values.planes().checksums());
        described.put("lps", lps);
        if (labels) {
            described.put("labels", LabelSummary.of(LabelVolume.of(series.volume())));
        }
        return described;
    }

    /**
     * The voxels of a NIfTI file in its own order.
     *
     * @param overflow how many values no int16 holds
     * @param whole whether every value is a whole number
     */
    private record StoredValues(double min, double max, double mean, long overflow, boolean whole, Planes planes) {
        /** Segmentations have fewer labels; CT has greater values, or negative ones. */
        private static final int MAX_LABEL = 255;

        boolean areLabels() {
            return whole && min == 0 && max >= 1 && max <= MAX_LABEL;
        }

        static StoredValues of(NiftiVolume volume) {
            List<Integer> shape = volume.stored().shape();
            int columns = shape.get(0);
            int rows = shape.get(1);
            Planes planes = new Planes();
            short[] plane = new short[rows * columns];
            double[] range = {Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, 0};
            long[] overflow = {0};
            boolean[] whole = {true};
            volume.readStored((j, k, values) -> {
                for (int i = 0; i < columns; i++) {
                    range[0] = Math.min(range[0], values[i]);
                    range[1] = Math.max(range[1], values[i]);
                    range[2] += values[i];
                    double rounded = Math.rint(values[i]);
                    whole[0] &= rounded == values[i];
                    overflow[0] += rounded < Short.MIN_VALUE || rounded > Short.MAX_VALUE ? 1 : 0;
                    plane[j * columns + i] = NiftiVolume.hounsfield(values[i]);
                }
                if (j == rows - 1) {
                    planes.add(Map.of(), k, plane);
                }
            });
            return new StoredValues(range[0], range[1], range[2] / planes.count, overflow[0], whole[0], planes);
        }
    }

    /** Counts and sums while the planes pass. */
    private static final class Planes {
        private final List<Plane> planes = new ArrayList<>();
        private final MessageDigest digest = newSha256();
        private String sha256;
        private int min = Short.MAX_VALUE;
        private int max = Short.MIN_VALUE;
        private long sum;
        private long count;

        private void add(Map<String, Object> source, double positionMm, short[] hounsfield) {
            ByteBuffer bytes =
                    ByteBuffer.allocate(hounsfield.length * Short.BYTES).order(ByteOrder.LITTLE_ENDIAN);
            bytes.asShortBuffer().put(hounsfield);
            CRC32 crc = new CRC32();
            crc.update(bytes.array());
            digest.update(bytes.array());
            int lowest = Short.MAX_VALUE;
            int highest = Short.MIN_VALUE;
            long total = 0;
            for (short hu : hounsfield) {
                lowest = Math.min(lowest, hu);
                highest = Math.max(highest, hu);
                total += hu;
            }
            planes.add(new Plane(
                    planes.size(),
                    source,
                    positionMm,
                    String.format("%08x", crc.getValue()),
                    lowest,
                    highest,
                    (double) total / hounsfield.length));
            min = Math.min(min, lowest);
            max = Math.max(max, highest);
            sum += total;
            count += hounsfield.length;
        }

        private Map<String, Object> checksums() {
            return Map.of("crc32", planes.stream().map(Plane::crc32).toList(), "sha256", sha256());
        }

        private String sha256() {
            if (sha256 == null) {
                sha256 = HexFormat.of().formatHex(digest.digest());
            }
            return sha256;
        }

        private SeriesInspection inspection(SeriesListing series, VolumeGeometry geometry, Map<String, Object> header) {
            return new SeriesInspection(series, geometry, header, planes, min, max, (double) sum / count, sha256());
        }
    }

    private static MessageDigest newSha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
