package io.mirstream.imaging;

import io.mirstream.imaging.dicom.CtInstance;
import io.mirstream.imaging.dicom.CtStack;
import io.mirstream.imaging.dicom.FrameSource;
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
        Planes stored = new Planes();
        series.volume().readStored((k, hounsfield) -> stored.add(Map.of(), k, hounsfield));
        Planes planes = new Planes();
        series.read(slice -> planes.add(Map.of(), slice.positionMm(), slice.hounsfield()));
        return planes.inspection(series, series.geometry(), header(series, stored, planes));
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

    private static Map<String, Object> header(NiftiSeries series, Planes stored, Planes planes) {
        NiftiVolume.Stored header = series.volume().stored();
        VolumeGeometry geometry = series.geometry();
        Map<String, Object> described = new LinkedHashMap<>();
        described.put("niftiVersion", header.version());
        described.put("shape", header.shape());
        described.put(
                "header",
                Map.of("datatype", header.datatype(), "sclSlope", header.slope(), "sclInter", header.intercept()));
        described.put("affineRas", header.affineRas());
        described.put("affineFrom", header.affineFrom());
        described.put("orientation", header.orientation());
        described.put("storage", stored.checksums());
        Map<String, Object> lps = new LinkedHashMap<>();
        lps.put("shape", List.of(geometry.columns(), geometry.rows(), geometry.slices()));
        lps.put("spacing", List.of(geometry.columnSpacingMm(), geometry.rowSpacingMm(), geometry.medianGapMm()));
        lps.putAll(planes.checksums());
        described.put("lps", lps);
        return described;
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
