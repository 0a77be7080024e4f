package io.mirstream.imaging;

import io.mirstream.contracts.error.CodedException;
import io.mirstream.contracts.error.ErrorCode;
import io.mirstream.contracts.id.SeriesUid;
import io.mirstream.contracts.id.StudyUid;
import io.mirstream.imaging.dicom.CtInstance;
import io.mirstream.imaging.dicom.CtStack;
import io.mirstream.imaging.dicom.FrameSource;
import io.mirstream.imaging.volume.PatientAxes;
import io.mirstream.imaging.volume.SpooledVolume;
import java.time.LocalDate;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.FutureTask;
import java.util.function.Supplier;

/**
 * A stack of CT images in files.
 *
 * @param geometry of the axial slices
 */
record DicomSeries(StudyUid studyInstanceUid, SeriesUid seriesInstanceUid, CtStack stack, VolumeGeometry geometry)
        implements SeriesListing {
    /** Decoded slices that wait for the consumer at most: 4 MB of 512 x 512. */
    private static final int LOOK_AHEAD = 8;

    @Override
    public String modality() {
        return first().modality();
    }

    @Override
    public Optional<String> bodyPart() {
        return first().bodyPart();
    }

    @Override
    public Optional<LocalDate> studyDate() {
        return first().studyDate();
    }

    CtInstance first() {
        return stack.instances().getFirst();
    }

    void read(Supplier<FrameSource> frames, Executor decoders, SliceConsumer consumer) {
        if (stack.isAxial()) {
            decode(frames, decoders, this::turned, (index, hounsfield) -> consumer.accept(slice(index, hounsfield)));
        } else {
            cut(frames, decoders, consumer);
        }
    }

    private short[] turned(CtInstance instance, short[] stored) {
        return CtStack.toPatientAxes(
                stored,
                instance.format().rows(),
                instance.format().columns(),
                instance.orientation().orElseThrow());
    }

    private Slice slice(int index, short[] hounsfield) {
        return new Slice(index, geometry.positionsMm().get(index), geometry.rows(), geometry.columns(), hounsfield);
    }

    private void cut(Supplier<FrameSource> frames, Executor decoders, SliceConsumer consumer) {
        PatientAxes axes = stack.axes();
        int rows = first().format().rows();
        int columns = first().format().columns();
        try (SpooledVolume volume = SpooledVolume.of(axes.slices(), axes.rows() * axes.columns())) {
            readStored(frames, decoders, (plane, hounsfield) -> {
                for (int j = 0; j < rows; j++) {
                    for (int i = 0; i < columns; i++) {
                        volume.put(axes.slice(i, j, plane), axes.pixel(i, j, plane), hounsfield[j * columns + i]);
                    }
                }
            });
            for (int index = 0; index < axes.slices(); index++) {
                consumer.accept(slice(index, volume.slice(index)));
            }
        }
    }

    /** Takes planes in their order along the slice axis. */
    interface PlaneConsumer {
        void accept(int index, short[] hounsfield);
    }

    /** Hands over the planes as they are stored, not turned to patient axes. */
    void readStored(Supplier<FrameSource> frames, Executor decoders, PlaneConsumer consumer) {
        decode(frames, decoders, (instance, stored) -> stored, consumer);
    }

    private interface Turn {
        short[] apply(CtInstance instance, short[] stored);
    }

    private void decode(Supplier<FrameSource> frames, Executor decoders, Turn turn, PlaneConsumer consumer) {
        List<CtInstance> instances = stack.instances();
        Deque<FutureTask<short[]>> ahead = new ArrayDeque<>();
        int next = 0;
        try (FrameSources sources = new FrameSources(frames)) {
            try {
                for (int index = 0; index < instances.size(); index++) {
                    while (next < instances.size() && ahead.size() < LOOK_AHEAD) {
                        CtInstance instance = instances.get(next++);
                        FutureTask<short[]> task =
                                new FutureTask<>(() -> turn.apply(instance, sources.hounsfield(instance)));
                        ahead.add(task);
                        decoders.execute(task);
                    }
                    consumer.accept(index, await(ahead.remove()));
                }
            } finally {
                ahead.forEach(task -> task.cancel(false));
            }
        }
    }

    private static short[] await(FutureTask<short[]> task) {
        try {
            return task.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof CodedException coded) {
                throw coded;
            }
            throw new CodedException(ErrorCode.INTERNAL, "decoding failed in a way that it should not", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CodedException(ErrorCode.LOCATION_UNREADABLE, "reading was interrupted", e);
        }
    }

    /** A source of frames for each thread that decodes at the same time. */
    private static final class FrameSources implements AutoCloseable {
        private final Supplier<FrameSource> opener;
        private final Deque<FrameSource> idle = new ArrayDeque<>();
        private boolean closed;

        private FrameSources(Supplier<FrameSource> opener) {
            this.opener = opener;
        }

        private short[] hounsfield(CtInstance instance) {
            FrameSource source = take();
            try {
                return source.hounsfield(instance);
            } finally {
                giveBack(source);
            }
        }

        private synchronized FrameSource take() {
            return idle.isEmpty() ? opener.get() : idle.pop();
        }

        private synchronized void giveBack(FrameSource source) {
            if (closed) {
                source.close();
            } else {
                idle.push(source);
            }
        }

        @Override
        public synchronized void close() {
            closed = true;
            idle.forEach(FrameSource::close);
        }
    }
}
