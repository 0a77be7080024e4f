package io.mirstream.bench.embed;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import io.mirstream.standalone.home.Failure;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** ONNX Runtime and nothing else: ready tensors through a graph, on as many threads as there are processors. */
final class BareLoop implements AutoCloseable {
    private static final double NANOS = 1e9;
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    private final OrtEnvironment environment = OrtEnvironment.getEnvironment();
    private final OrtSession session;
    private final String input;
    private final List<OnnxTensor> tensors = new ArrayList<>(); // one a thread
    private final int batch;

    /** @param tensor of one part, repeated to fill the batch */
    BareLoop(byte[] graph, float[] tensor, int batch) {
        this.batch = batch;
        try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
            options.setIntraOpNumThreads(1);
            session = environment.createSession(graph, options);
            input = session.getInputNames().iterator().next();
            long[] shape = ((TensorInfo) session.getInputInfo().get(input).getInfo()).getShape();
            shape[0] = batch;
            for (int thread = 0; thread < Runtime.getRuntime().availableProcessors(); thread++) {
                FloatBuffer values = ByteBuffer.allocateDirect(batch * tensor.length * Float.BYTES)
                        .order(ByteOrder.nativeOrder())
                        .asFloatBuffer();
                for (int i = 0; i < batch; i++) {
                    values.put(tensor);
                }
                tensors.add(OnnxTensor.createTensor(environment, values.flip(), shape));
            }
        } catch (OrtException e) {
            throw new Failure("ONNX Runtime does not take the model: " + e.getMessage(), e);
        }
    }

    /** Parts a second on the clock, and the processor time of one. */
    record Rate(double partsPerSecond, double cpuSeconds) {}

    /** @param runs of each thread */
    Rate rate(int runs) throws InterruptedException {
        List<Callable<Long>> loops = new ArrayList<>();
        for (OnnxTensor tensor : tensors) {
            loops.add(() -> {
                long before = THREADS.getCurrentThreadCpuTime();
                for (int run = 0; run < runs; run++) {
                    session.run(Map.of(input, tensor)).close();
                }
                return THREADS.getCurrentThreadCpuTime() - before;
            });
        }
        try (ExecutorService threads = Executors.newFixedThreadPool(loops.size())) {
            long start = System.nanoTime();
            List<Future<Long>> ended = threads.invokeAll(loops);
            double seconds = (System.nanoTime() - start) / NANOS;
            double cpu = 0;
            for (Future<Long> loop : ended) {
                cpu += loop.get() / NANOS;
            }
            double parts = (double) runs * loops.size() * batch;
            return new Rate(parts / seconds, cpu / parts);
        } catch (ExecutionException e) {
            throw new Failure("ONNX Runtime failed: " + e.getCause().getMessage(), e);
        }
    }

    @Override
    public void close() {
        tensors.forEach(OnnxTensor::close);
        try {
            session.close();
        } catch (OrtException e) {
            throw new Failure("closing the model failed: " + e.getMessage(), e);
        }
    }
}
