package io.mirstream.embed.onnx;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import io.mirstream.contracts.error.CodedException;
import io.mirstream.contracts.error.ErrorCode;
import io.mirstream.contracts.event.ModelRef;
import io.mirstream.contracts.event.Pooling;
import io.mirstream.embed.encode.Aggregate;
import io.mirstream.embed.encode.BatchEncoder;
import io.mirstream.embed.encode.InputSpec;
import io.mirstream.embed.encode.Intensity;
import io.mirstream.embed.encode.Part;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.function.IntFunction;

/** Parts of a series, {@code [N, channels, ...]} in, one vector a part out. Owns its sessions, and what finishes its vectors. */
final class OnnxImageEncoder implements BatchEncoder {
    private final OrtEnvironment environment;
    private final Sessions sessions;
    private final Manifest.Image manifest;
    private final ModelRef model;
    private final InputSpec input;
    private final Intensity intensity;
    private final Finish finish;

    /** Items of every batch, for a graph with a fixed batch; otherwise -1. */
    private final int fixedBatch;

    private final BatchTensors.Layout layout;

    /** As many as there were runs at a time, when none runs. */
    private final Deque<BatchTensors> idle = new ConcurrentLinkedDeque<>();

    private OnnxImageEncoder(
            OrtEnvironment environment,
            Sessions sessions,
            Manifest manifest,
            ModelRef model,
            Finish finish,
            int fixedBatch)
            throws OrtException {
        this.environment = environment;
        this.sessions = sessions;
        this.manifest = manifest.image();
        this.model = model;
        this.finish = finish;
        this.fixedBatch = fixedBatch;
        input = manifest.input();
        intensity = manifest.intensity();
        long[] spatial = new long[input.shape().length + 1];
        spatial[0] = intensity.channels();
        System.arraycopy(input.shape(), 0, spatial, 1, input.shape().length);
        layout = BatchTensors.Layout.of(
                sessions.first(),
                this.manifest.tensor().name(),
                spatial,
                "float16".equals(this.manifest.tensor().dtype()),
                this.manifest.output().name());
        Manifest.require(
                maxBatch() * layout.itemBytes() <= Integer.MAX_VALUE,
                "image.tensor.batchMax: a batch has at most " + Integer.MAX_VALUE + " bytes");
    }

    /** @param finish of the vectors; owned by the encoder once it is loaded */
    static OnnxImageEncoder load(
            OrtEnvironment environment,
            Manifest manifest,
            ModelRef model,
            GraphFile weights,
            Finish finish,
            ExecutionProviders providers)
            throws OrtException {
        Tower tower = Tower.image(manifest, model.fingerprint(), providers.batches(manifest));
        Sessions sessions = providers.open(tower, spec -> spec.open(environment, weights));
        try {
            int batch = GraphCheck.image(sessions.first(), manifest);
            new WarmUp(environment, manifest, batch).run(sessions, providers.warmUps(sessions));
            return new OnnxImageEncoder(environment, sessions, manifest, model, finish, batch);
        } catch (OrtException | CodedException e) {
            sessions.close();
            throw e;
        }
    }

    Sessions sessions() {
        return sessions;
    }

    @Override
    public ModelRef model() {
        return model;
    }

    @Override
    public InputSpec input() {
        return input;
    }

    @Override
    public Aggregate aggregate() {
        Manifest.Aggregation aggregate = manifest.aggregate();
        if (aggregate == null) {
            return Aggregate.SLICES;
        }
        Pooling pooling = "mean".equals(aggregate.op()) || "none".equals(aggregate.op()) || aggregate.op() == null
                ? Pooling.AVG
                : Pooling.ofWireName(aggregate.op());
        return new Aggregate(pooling, aggregate.keepParts() == null || aggregate.keepParts());
    }

    @Override
    public int maxBatch() {
        return fixedBatch > 0 ? fixedBatch : manifest.tensor().batchMax();
    }

    @Override
    public boolean isBatchFixed() {
        return fixedBatch > 0;
    }

    @Override
    public IntFunction<float[]> tensors(List<Part> parts) {
        Intensity.OfSeries channels = intensity.of(parts);
        return index -> channels.channels(parts.get(index));
    }

    @Override
    public List<float[]> run(List<float[]> tensors) {
        BatchTensors reused = idle.poll();
        BatchTensors batch = reused == null ? new BatchTensors(environment, layout) : reused;
        try (Sessions.Lease lease = sessions.next()) {
            int items = fixedBatch > 0 ? fixedBatch : tensors.size();
            List<float[]> vectors = batch.run(
                    lease.session(),
                    tensors,
                    items,
                    (values, shape) -> TokenPool.vectors(values, shape, manifest.output()));
            return finish.of(vectors.subList(0, tensors.size()));
        } catch (OrtException e) {
            throw new CodedException(ErrorCode.INTERNAL, "ONNX Runtime failed: " + e.getMessage(), e);
        } finally {
            idle.push(batch);
        }
    }

    @Override
    public void close() {
        idle.forEach(BatchTensors::close);
        sessions.close();
        finish.close();
    }
}
