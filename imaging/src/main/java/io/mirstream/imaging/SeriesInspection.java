package io.mirstream.imaging;

import io.mirstream.imaging.dicom.CtInstance;
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
import java.util.concurrent.Executor;
import java.util.zip.CRC32;

/**
 * A series in full, for people and for comparison with other decoders.
 *
 * @param header names and values of the attributes that decide how pixels are read
 * @param sliceCrc32 CRC-32 of each slice's HU as little-endian int16, row by row, in patient axes, foot to head
 * @param sha256 of all slices, foot to head
 */
public record SeriesInspection(
        SeriesListing series,
        Map<String, Object> header,
        int minHu,
        int maxHu,
        double meanHu,
        List<String> sliceCrc32,
        String sha256) {

    static SeriesInspection of(SeriesListing series, StudyReader reader, Executor decoders) {
        List<String> crcs = new ArrayList<>();
        MessageDigest digest = newSha256();
        int[] range = {Short.MAX_VALUE, Short.MIN_VALUE};
        long[] sumAndCount = {0, 0};
        reader.read(series, decoders, slice -> {
            ByteBuffer bytes =
                    ByteBuffer.allocate(slice.hounsfield().length * Short.BYTES).order(ByteOrder.LITTLE_ENDIAN);
            bytes.asShortBuffer().put(slice.hounsfield());
            CRC32 crc = new CRC32();
            crc.update(bytes.array());
            crcs.add(String.format("%08x", crc.getValue()));
            digest.update(bytes.array());
            for (short hu : slice.hounsfield()) {
                range[0] = Math.min(range[0], hu);
                range[1] = Math.max(range[1], hu);
                sumAndCount[0] += hu;
            }
            sumAndCount[1] += slice.hounsfield().length;
        });
        return new SeriesInspection(
                series,
                header(series),
                range[0],
                range[1],
                (double) sumAndCount[0] / sumAndCount[1],
                crcs,
                HexFormat.of().formatHex(digest.digest()));
    }

    private static Map<String, Object> header(SeriesListing series) {
        Map<String, Object> header = new LinkedHashMap<>();
        if (series instanceof DicomSeries dicom) {
            CtInstance first = dicom.first();
            header.put("sopClassUid", first.sopClassUid());
            header.put("transferSyntaxUid", first.transferSyntaxUid());
            header.put("bitsAllocated", first.format().bitsAllocated());
            header.put("bitsStored", first.format().bitsStored());
            header.put("highBit", first.format().highBit());
            header.put("pixelRepresentation", first.format().signed() ? 1 : 0);
            header.put("rescaleSlope", first.format().slope());
            header.put("rescaleIntercept", first.format().intercept());
            header.put("rescaleType", first.rescaleType().orElse(null));
            header.put(
                    "sliceThickness",
                    first.sliceThickness().isPresent() ? first.sliceThickness().getAsDouble() : null);
            header.put("imageOrientationPatient", first.orientation().orElse(null));
            header.put("sliceAxis", dicom.stack().sliceAxis());
            header.put("duplicatePositions", dicom.stack().duplicatePositions());
        }
        if (series instanceof NiftiSeries nifti) {
            NiftiVolume.Stored stored = nifti.volume().stored();
            header.put("niftiVersion", stored.version());
            header.put("datatype", stored.datatype());
            header.put("sclSlope", stored.slope());
            header.put("sclInter", stored.intercept());
            header.put("storedShape", stored.shape());
            header.put("storedOrientation", stored.orientation());
            header.put("affineRas", stored.affineRas());
            header.put("affineFrom", stored.affineFrom());
        }
        return header;
    }

    private static MessageDigest newSha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
