package io.mirstream.imaging.fuzz;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Replays the seeds, and what fuzzing has found before: files in {@code FuzzTargetTestInputs} among the test resources, in
 * a folder for each method. With {@code JAZZER_FUZZ=1} one of them fuzzes.
 */
class FuzzTargetTest {
    @FuzzTest
    @MethodSource
    void dicom(byte[] input) {
        FuzzTarget.DICOM.run(input);
    }

    static List<byte[]> dicom() throws IOException {
        return Seeds.of(FuzzTarget.DICOM);
    }

    @FuzzTest
    @MethodSource
    void jpeg(byte[] input) {
        FuzzTarget.JPEG.run(input);
    }

    static List<byte[]> jpeg() throws IOException {
        return Seeds.of(FuzzTarget.JPEG);
    }

    @FuzzTest
    @MethodSource
    void jpegLs(byte[] input) {
        FuzzTarget.JPEG_LS.run(input);
    }

    static List<byte[]> jpegLs() throws IOException {
        return Seeds.of(FuzzTarget.JPEG_LS);
    }

    @FuzzTest
    @MethodSource
    void jpeg2000(byte[] input) {
        FuzzTarget.JPEG_2000.run(input);
    }

    static List<byte[]> jpeg2000() throws IOException {
        return Seeds.of(FuzzTarget.JPEG_2000);
    }

    @FuzzTest
    @MethodSource
    void rle(byte[] input) {
        FuzzTarget.RLE.run(input);
    }

    static List<byte[]> rle() throws IOException {
        return Seeds.of(FuzzTarget.RLE);
    }

    @FuzzTest
    @MethodSource
    void nifti(byte[] input) {
        FuzzTarget.NIFTI.run(input);
    }

    static List<byte[]> nifti() throws IOException {
        return Seeds.of(FuzzTarget.NIFTI);
    }

    @FuzzTest
    @MethodSource
    void zip(byte[] input) {
        FuzzTarget.ZIP.run(input);
    }

    static List<byte[]> zip() throws IOException {
        return Seeds.of(FuzzTarget.ZIP);
    }
}
