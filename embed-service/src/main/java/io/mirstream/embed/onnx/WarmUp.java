package io.mirstream.embed.onnx;

import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import io.mirstream.contracts.error.CodedException;
import io.mirstream.contracts.error.ErrorCode;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Runs over zeros before the first study: kernels are chosen, memory is taken and engines are built by then, and what
 * does not fit the device is known.
 */
final class WarmUp {
    private final OrtEnvironment environment;
    private final Manifest manifest;
    private final boolean half;
    private final List<Integer> batches;

    /** @param fixedBatch items of every batch, or -1 where the graph takes any number: then of one and of a full batch */
    WarmUp(OrtEnvironment environment, Manifest manifest, int fixedBatch) {
        this.environment = environment;
        this.manifest = manifest;
        Manifest.Tensor tensor = manifest.image().tensor();
        half = "float16".equals(tensor.dtype());
        batches = Stream.of(fixedBatch > 0 ? fixedBatch : 1, fixedBatch > 0 ? fixedBatch : tensor.batchMax())
                .distinct()
                .toList();
    }

    /** @throws CodedException {@code ACCELERATOR_UNAVAILABLE} or, on the processor, {@code MODEL_INVALID} */
    void run(Sessions sessions, int rounds) {
        if (rounds == 0) {
            return;
        }
        long bytes = values(batches.getLast()) * (half ? Short.BYTES : Float.BYTES);
        ByteBuffer zeros = ByteBuffer.allocateDirect(Math.toIntExact(bytes)).order(ByteOrder.nativeOrder());
        for (int round = 0; round < rounds; round++) {
            for (int index = 0; index < sessions.size(); index++) {
                for (int batch : batches) {
                    run(sessions, index, batch, zeros);
                }
            }
        }
    }

    private void run(Sessions sessions, int index, int batch, ByteBuffer zeros) {
        try (Sessions.Lease lease = sessions.at(index);
                OnnxTensor tensor = tensor(zeros, batch);
                OrtSession.Result result =
                        lease.session().run(Map.of(manifest.image().tensor().name(), tensor))) {
            result.size();
        } catch (OrtException e) {
            Execution execution = sessions.execution();
            boolean accelerated = !execution.devices().isEmpty();
            throw new CodedException(
                    accelerated ? ErrorCode.ACCELERATOR_UNAVAILABLE : ErrorCode.MODEL_INVALID,
                    "a batch of " + batch + " cannot be run on " + execution.provider()
                            + (accelerated ? " device " + execution.devices().get(index) : "") + ": " + e.getMessage(),
                    e);
        }
    }

    private OnnxTensor tensor(ByteBuffer zeros, int batch) throws OrtException {
        int values = Math.toIntExact(values(batch));
        return half
                ? OnnxTensor.createTensor(
                        environment, zeros.asShortBuffer().limit(values), shape(batch), OnnxJavaType.FLOAT16)
                : OnnxTensor.createTensor(environment, zeros.asFloatBuffer().limit(values), shape(batch));
    }

    private long values(int batch) {
        return (long) batch * manifest.intensity().channels() * manifest.input().pixels();
    }

    private long[] shape(int batch) {
        long[] spatial = manifest.input().shape();
        long[] shape = new long[spatial.length + 2];
        shape[0] = batch;
        shape[1] = manifest.intensity().channels();
        System.arraycopy(spatial, 0, shape, 2, spatial.length);
        return shape;
    }
}
