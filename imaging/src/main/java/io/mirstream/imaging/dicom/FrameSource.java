package io.mirstream.imaging.dicom;

/**
 * Reads frames as Hounsfield units. For one thread at a time; may keep a file open and its buffers from frame to frame, so
 * that a series costs little more memory than its slices.
 */
public interface FrameSource extends AutoCloseable {
    /**
     * Hounsfield units as stored: int16, row-major [rows][columns], not turned to patient axes.
     *
     * @param instance as the reader that gave this source listed it
     * @throws io.mirstream.contracts.error.CodedException INPUT kinds, {@code LOCATION_UNREADABLE}
     */
    short[] hounsfield(CtInstance instance);

    @Override
    void close();
}
