package io.mirstream.imaging.nifti;

import io.mirstream.contracts.error.CodedException;
import io.mirstream.contracts.error.ErrorCode;
import io.mirstream.imaging.ReadLimits;
import io.mirstream.imaging.Slice;
import io.mirstream.imaging.SliceConsumer;
import io.mirstream.imaging.VolumeGeometry;
import io.mirstream.imaging.volume.PatientAxes;
import io.mirstream.imaging.volume.SpooledVolume;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/** One NIfTI-1 or NIfTI-2 volume in a {@code .nii} or {@code .nii.gz} file, turned to the closest patient axes. */
public final class NiftiVolume {
    /** Deflate cannot make data smaller than this (zlib's technical notes). */
    private static final int MAX_GZIP_RATIO = 1_032;

    private final Path file;
    private final boolean gzip;
    private final NiftiHeader header;
    private final PatientAxes axes;

    private NiftiVolume(Path file, boolean gzip, NiftiHeader header, PatientAxes axes) {
        this.file = file;
        this.gzip = gzip;
        this.header = header;
        this.axes = axes;
    }

    /** Reads the header. @throws CodedException INPUT kinds; {@code LOCATION_UNREADABLE} */
    public static NiftiVolume open(Path file, ReadLimits limits) {
        try {
            boolean gzip = isGzip(file);
            NiftiHeader header;
            try (InputStream in = stream(file, gzip)) {
                header = NiftiHeader.parse(in.readNBytes(NiftiHeader.MAX_BYTES));
            }
            int[] shape = header.shape();
            long voxels = (long) shape[0] * shape[1] * shape[2];
            long available = Files.size(file) * (gzip ? MAX_GZIP_RATIO : 1L);
            if (voxels * Short.BYTES > limits.maxSeriesBytes()
                    || voxels * header.type().bytes > limits.maxFileBytes()) {
                throw new CodedException(ErrorCode.LIMIT_EXCEEDED, "the volume is larger than allowed");
            }
            if (header.dataOffset() + voxels * header.type().bytes > available) {
                throw new CodedException(ErrorCode.TRUNCATED, "the file is too short for the volume's shape");
            }
            PatientAxes axes = PatientAxes.of(header.shape(), header.affine().ras());
            if (axes.rows() > limits.maxSide()
                    || axes.columns() > limits.maxSide()
                    || axes.slices() > limits.maxSlices()) {
                throw new CodedException(
                        ErrorCode.LIMIT_EXCEEDED, "the volume has more rows, columns or slices than allowed");
            }
            return new NiftiVolume(file, gzip, header, axes);
        } catch (IOException e) {
            throw unreadable(e);
        }
    }

    /** @param start the first four bytes of a file, which are the size of its header in either byte order */
    public static boolean isHeaderSize(byte[] start) {
        if (start.length < Integer.BYTES) {
            return false;
        }
        int size = ByteBuffer.wrap(start).getInt();
        return NiftiFields.isSize(size) || NiftiFields.isSize(Integer.reverseBytes(size));
    }

    public VolumeGeometry geometry() {
        return axes.geometry();
    }

    /**
     * What the file says of itself.
     *
     * @param version 1 or 2
     * @param datatype code of the stored numbers
     * @param slope of {@code stored * slope + intercept}
     * @param shape lengths of the stored axes, fastest first
     * @param orientation where the stored axes lead, such as {@code RAS}
     * @param pixdim qfac, then the voxel's size along each stored axis, as the header has them
     * @param affineRas voxel index to millimetres, to the Right, Anterior, Superior: 3 rows of 4
     * @param affineFrom {@code sform}, {@code qform} or {@code pixdim}
     */
    public record Stored(
            int version,
            int datatype,
            double slope,
            double intercept,
            List<Integer> shape,
            String orientation,
            int qformCode,
            int sformCode,
            List<Double> pixdim,
            List<List<Double>> affineRas,
            String affineFrom) {
        /** Between voxel centres along each stored axis, in mm: the lengths of the affine's columns. */
        public List<Double> spacingMm() {
            List<Double> spacing = new ArrayList<>();
            for (int axis = 0; axis < 3; axis++) {
                double squares = 0;
                for (List<Double> row : affineRas) {
                    squares += row.get(axis) * row.get(axis);
                }
                spacing.add(Math.sqrt(squares));
            }
            return spacing;
        }
    }

    public Stored stored() {
        return new Stored(
                header.version(),
                header.type().code,
                header.slope(),
                header.intercept(),
                Arrays.stream(header.shape()).boxed().toList(),
                axes.orientation(),
                header.affine().qformCode(),
                header.affine().sformCode(),
                Arrays.stream(header.affine().pixdim()).boxed().toList(),
                Arrays.stream(header.affine().ras())
                        .map(row -> Arrays.stream(row).boxed().toList())
                        .toList(),
                header.affine().from());
    }

    /** Takes the voxels of one row. */
    @FunctionalInterface
    public interface StoredRows {
        /**
         * @param j along the second stored axis
         * @param k along the third stored axis
         * @param values along the first stored axis, scaled and not rounded; overwritten by the next row
         */
        void accept(int j, int k, double[] values);
    }

    /** Hands over the slices, foot to head, in patient axes; holds one slice when they lie so in the file. */
    public void read(SliceConsumer consumer) {
        if (axes.isStack()) {
            stream(consumer);
        } else {
            turn(consumer);
        }
    }

    private void stream(SliceConsumer consumer) {
        int rows = header.shape()[1];
        short[][] slice = new short[1][];
        readStored((j, k, values) -> {
            if (j == 0) {
                slice[0] = new short[axes.rows() * axes.columns()];
            }
            for (int i = 0; i < values.length; i++) {
                slice[0][axes.pixel(i, j, k)] = hounsfield(values[i]);
            }
            if (j == rows - 1) {
                consumer.accept(slice(k, slice[0]));
            }
        });
    }

    private void turn(SliceConsumer consumer) {
        try (SpooledVolume volume = SpooledVolume.of(axes.slices(), axes.rows() * axes.columns())) {
            readStored((j, k, values) -> {
                for (int i = 0; i < values.length; i++) {
                    volume.put(axes.slice(i, j, k), axes.pixel(i, j, k), hounsfield(values[i]));
                }
            });
            for (int index = 0; index < axes.slices(); index++) {
                consumer.accept(slice(index, volume.slice(index)));
            }
        }
    }

    private Slice slice(int index, short[] hounsfield) {
        return new Slice(index, axes.geometry().positionsMm().get(index), axes.rows(), axes.columns(), hounsfield);
    }

    /**
     * Hands over the rows in the order of the file, whatever the values mean; holds one row.
     *
     * @throws CodedException {@code TRUNCATED}, {@code MALFORMED}; {@code LOCATION_UNREADABLE}
     */
    public void readStored(StoredRows consumer) {
        int[] shape = header.shape();
        int bytes = header.type().bytes;
        double[] values = new double[shape[0]];
        try (InputStream in = stream(file, gzip)) {
            in.skipNBytes(header.dataOffset());
            byte[] row = new byte[shape[0] * bytes];
            ByteBuffer buffer = ByteBuffer.wrap(row).order(header.order());
            for (int k = 0; k < shape[2]; k++) {
                for (int j = 0; j < shape[1]; j++) {
                    if (in.readNBytes(row, 0, row.length) < row.length) {
                        throw new EOFException();
                    }
                    for (int i = 0; i < shape[0]; i++) {
                        values[i] = header.type().read(buffer, i * bytes) * header.slope() + header.intercept();
                    }
                    consumer.accept(j, k, values);
                }
            }
        } catch (IOException e) {
            throw unreadable(e);
        }
    }

    /** Rounded half to even, at most what an int16 holds. */
    public static short hounsfield(double value) {
        double rounded = Math.rint(value);
        return (short) Math.max(Short.MIN_VALUE, Math.min(Short.MAX_VALUE, rounded)); // not a number becomes 0
    }

    private static boolean isGzip(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            return in.read() == 0x1f && in.read() == 0x8b;
        }
    }

    private static InputStream stream(Path file, boolean gzip) throws IOException {
        InputStream in = Files.newInputStream(file);
        try {
            return new BufferedInputStream(gzip ? new GZIPInputStream(in, 64 << 10) : in, 256 << 10);
        } catch (IOException e) {
            in.close();
            throw e;
        }
    }

    private static CodedException unreadable(IOException e) {
        if (e instanceof EOFException) {
            return new CodedException(ErrorCode.TRUNCATED, "the file ends before its volume does", e);
        }
        if (e instanceof ZipException) {
            return new CodedException(ErrorCode.MALFORMED, "the gzip stream is damaged", e);
        }
        return new CodedException(ErrorCode.LOCATION_UNREADABLE, "reading the file failed", e);
    }
}
