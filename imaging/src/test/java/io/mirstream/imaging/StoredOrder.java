package io.mirstream.imaging;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32;

/** Puts slices in patient axes back into the order in which a NIfTI file stores them. */
final class StoredOrder {
    private StoredOrder() {}

    /**
     * CRC-32 of each plane of the third stored axis, as little-endian int16, the first stored axis fastest.
     *
     * @param slices columns to the left, rows to the back, foot to head
     * @param orientation where the stored axes lead, such as {@code AIL}
     */
    static List<String> crc32(List<short[]> slices, VolumeGeometry geometry, String orientation) {
        int[] patientLengths = {geometry.columns(), geometry.rows(), geometry.slices()};
        int[] patientOf = new int[3];
        for (int stored = 0; stored < 3; stored++) {
            patientOf[stored] =
                    Math.max("LPS".indexOf(orientation.charAt(stored)), "RAI".indexOf(orientation.charAt(stored)));
        }
        int[] at = new int[3];
        List<String> crcs = new ArrayList<>();
        for (int k = 0; k < patientLengths[patientOf[2]]; k++) {
            ByteBuffer plane = ByteBuffer.allocate(
                            patientLengths[patientOf[0]] * patientLengths[patientOf[1]] * Short.BYTES)
                    .order(ByteOrder.LITTLE_ENDIAN);
            for (int j = 0; j < patientLengths[patientOf[1]]; j++) {
                for (int i = 0; i < patientLengths[patientOf[0]]; i++) {
                    int[] voxel = {i, j, k};
                    for (int stored = 0; stored < 3; stored++) {
                        boolean turned = "RAI".indexOf(orientation.charAt(stored)) >= 0;
                        int patient = patientOf[stored];
                        at[patient] = turned ? patientLengths[patient] - 1 - voxel[stored] : voxel[stored];
                    }
                    plane.putShort(slices.get(at[2])[at[1] * geometry.columns() + at[0]]);
                }
            }
            CRC32 crc = new CRC32();
            crc.update(plane.array());
            crcs.add(String.format("%08x", crc.getValue()));
        }
        return crcs;
    }
}
