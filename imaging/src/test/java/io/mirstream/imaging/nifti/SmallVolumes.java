package io.mirstream.imaging.nifti;

import java.nio.ByteOrder;
import java.util.List;

/** NIfTI files of a few hundred bytes, for other packages' tests. */
public final class SmallVolumes {
    private SmallVolumes() {}

    public static List<byte[]> all() {
        return List.of(
                new NiftiBytes(1, ByteOrder.LITTLE_ENDIAN).file(),
                new NiftiBytes(1, ByteOrder.BIG_ENDIAN)
                        .scale(2, -1024)
                        .qform(1, 0.5, 0.5, 0.5, 10, 20, 30)
                        .file(),
                new NiftiBytes(2, ByteOrder.LITTLE_ENDIAN)
                        .sform(1, 0, 0, 4, -9, -2, 0, 0, 8, 0, 3, 0, 7)
                        .file(),
                new NiftiBytes(2, ByteOrder.BIG_ENDIAN)
                        .datatype(64, 64)
                        .data(new byte[NiftiBytes.VOXELS * Double.BYTES])
                        .file());
    }
}
