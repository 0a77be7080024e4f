package io.mirstream.imaging.nifti;

import io.mirstream.contracts.error.CodedException;
import io.mirstream.contracts.error.ErrorCode;
import io.mirstream.imaging.ReadLimits;
import io.mirstream.imaging.Slice;
import io.mirstream.imaging.SliceConsumer;
import io.mirstream.imaging.VolumeGeometry;
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
            PatientAxes axes = PatientAxes.of(header);
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

    /** Hands over the slices, foot to head, in patient axes; holds the volume as int16. */
    public void read(SliceConsumer consumer) {
        short[][] volume = new short[axes.slices()][axes.rows() * axes.columns()];
        readStored((j, k, values) -> {
            for (int i = 0; i < values.length; i++) {
                volume[axes.slice(i, j, k)][axes.pixel(i, j, k)] = hounsfield(values[i]);
            }
        });
        List<Double> positions = axes.geometry().positionsMm();
        for (int index = 0; index < volume.length; index++) {
            consumer.accept(new Slice(index, positions.get(index), axes.rows(), axes.columns(), volume[index]));
            volume[index] = null;
        }
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

    private static short hounsfield(double value) {
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

    /** How stored axes become columns (to the left), rows (to the back) and slices (to the head). */
    private static final class PatientAxes {
        private final int[] shape;
        private final int[] storedAxis = new int[3]; // of the patient axes L, P, S
        private final boolean[] flipped = new boolean[3];
        private final VolumeGeometry geometry;

        private PatientAxes(NiftiHeader header) {
            shape = header.shape();
            double[][] affine = header.affine().ras();
            double[] spacing = new double[3];
            assignAxes(affine, spacing);
            geometry = geometry(affine, spacing);
        }

        static PatientAxes of(NiftiHeader header) {
            return new PatientAxes(header);
        }

        /** The stored axis that is most aligned with a patient axis takes it, strongest first. */
        private void assignAxes(double[][] affine, double[] spacing) {
            boolean[] patientTaken = new boolean[3];
            boolean[] storedTaken = new boolean[3];
            double[] length = new double[3];
            for (int stored = 0; stored < 3; stored++) {
                length[stored] = Math.sqrt(affine[0][stored] * affine[0][stored]
                        + affine[1][stored] * affine[1][stored]
                        + affine[2][stored] * affine[2][stored]);
            }
            for (int round = 0; round < 3; round++) {
                int bestPatient = -1;
                int bestStored = -1;
                double best = -1;
                for (int patient = 0; patient < 3; patient++) {
                    for (int stored = 0; stored < 3; stored++) {
                        double cosine = Math.abs(affine[patient][stored]) / length[stored];
                        if (!patientTaken[patient] && !storedTaken[stored] && cosine > best) {
                            best = cosine;
                            bestPatient = patient;
                            bestStored = stored;
                        }
                    }
                }
                patientTaken[bestPatient] = true;
                storedTaken[bestStored] = true;
                storedAxis[bestPatient] = bestStored;
                boolean positiveInRas = affine[bestPatient][bestStored] > 0;
                // patient axes are Left, Posterior, Superior; the affine's are Right, Anterior, Superior
                flipped[bestPatient] = bestPatient == 2 ? !positiveInRas : positiveInRas;
                spacing[bestPatient] = length[bestStored];
            }
        }

        private VolumeGeometry geometry(double[][] affine, double[] spacing) {
            int sliceAxis = storedAxis[2];
            double[] normal = normal(affine);
            double first = 0;
            for (int row = 0; row < 3; row++) {
                double origin = affine[row][3];
                for (int patient = 0; patient < 3; patient++) {
                    int stored = storedAxis[patient];
                    origin += flipped[patient] ? affine[row][stored] * (shape[stored] - 1) : 0;
                }
                first += normal[row] * origin;
            }
            double step = 0;
            for (int row = 0; row < 3; row++) {
                step += normal[row] * affine[row][sliceAxis] * (flipped[2] ? -1 : 1);
            }
            List<Double> positions = new ArrayList<>();
            for (int index = 0; index < slices(); index++) {
                positions.add(first + index * step);
            }
            double gap = Math.abs(step);
            return new VolumeGeometry(
                    rows(),
                    columns(),
                    spacing[1],
                    spacing[0],
                    positions,
                    gap,
                    gap,
                    gap,
                    Math.abs(normal[2]) < 0.9998 ? "axial-oblique" : "axial",
                    0,
                    List.of());
        }

        /** Of the slice plane, to the head; in RAS. */
        private double[] normal(double[][] affine) {
            int u = storedAxis[0];
            int v = storedAxis[1];
            double[] cross = {
                affine[1][u] * affine[2][v] - affine[2][u] * affine[1][v],
                affine[2][u] * affine[0][v] - affine[0][u] * affine[2][v],
                affine[0][u] * affine[1][v] - affine[1][u] * affine[0][v]
            };
            double length = Math.sqrt(cross[0] * cross[0] + cross[1] * cross[1] + cross[2] * cross[2]);
            if (!(length > 1e-9)) {
                throw new CodedException(ErrorCode.UNSUPPORTED_GEOMETRY, "the voxel axes do not span a plane");
            }
            double sign = cross[2] < 0 ? -1 : 1;
            return new double[] {sign * cross[0] / length, sign * cross[1] / length, sign * cross[2] / length};
        }

        VolumeGeometry geometry() {
            return geometry;
        }

        /** Of each stored axis the patient's direction that is nearest. */
        String orientation() {
            char[] letters = new char[3];
            for (int patient = 0; patient < 3; patient++) {
                letters[storedAxis[patient]] = (flipped[patient] ? "RAI" : "LPS").charAt(patient);
            }
            return new String(letters);
        }

        int columns() {
            return shape[storedAxis[0]];
        }

        int rows() {
            return shape[storedAxis[1]];
        }

        int slices() {
            return shape[storedAxis[2]];
        }

        int slice(int i, int j, int k) {
            return index(2, i, j, k);
        }

        int pixel(int i, int j, int k) {
            return index(1, i, j, k) * columns() + index(0, i, j, k);
        }

        private int index(int patient, int i, int j, int k) {
            int stored = storedAxis[patient];
            int at = stored == 0 ? i : stored == 1 ? j : k;
            return flipped[patient] ? shape[stored] - 1 - at : at;
        }
    }
}
