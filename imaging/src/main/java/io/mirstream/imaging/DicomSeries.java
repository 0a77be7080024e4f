package io.mirstream.imaging;

import io.mirstream.contracts.error.CodedException;
import io.mirstream.contracts.error.ErrorCode;
import io.mirstream.contracts.id.SeriesUid;
import io.mirstream.contracts.id.StudyUid;
import io.mirstream.imaging.dicom.CtInstance;
import io.mirstream.imaging.dicom.CtStack;
import java.time.LocalDate;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.FutureTask;

/** A stack of CT images in files. */
record DicomSeries(StudyUid studyInstanceUid, SeriesUid seriesInstanceUid, CtStack stack) implements SeriesListing {
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

    @Override
    public VolumeGeometry geometry() {
        return stack.geometry();
    }

    CtInstance first() {
        return stack.instances().getFirst();
    }

    void read(ReadLimits limits, Executor decoders, SliceConsumer consumer) {
        List<CtInstance> instances = stack.instances();
        Deque<FutureTask<short[]>> ahead = new ArrayDeque<>();
        int next = 0;
        try {
            for (int index = 0; index < instances.size(); index++) {
                while (next < instances.size() && ahead.size() < LOOK_AHEAD) {
                    CtInstance instance = instances.get(next++);
                    FutureTask<short[]> task = new FutureTask<>(() -> patientAxes(instance, limits));
                    ahead.add(task);
                    decoders.execute(task);
                }
                consumer.accept(new Slice(
                        index,
                        geometry().positionsMm().get(index),
                        geometry().rows(),
                        geometry().columns(),
                        await(ahead.remove())));
            }
        } finally {
            ahead.forEach(task -> task.cancel(true));
        }
    }

    private static short[] patientAxes(CtInstance instance, ReadLimits limits) {
        return CtStack.toPatientAxes(
                instance.hounsfield(limits.maxFileBytes()),
                instance.format().rows(),
                instance.format().columns(),
                instance.orientation().orElseThrow());
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
}
