package io.mirstream.embed.onnx;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import io.mirstream.contracts.error.CodedException;
import io.mirstream.contracts.error.ErrorCode;
import io.mirstream.contracts.event.ModelRef;
import io.mirstream.contracts.event.Pooling;
import io.mirstream.embed.encode.Aggregate;
import io.mirstream.embed.encode.BatchEncoder;
import io.mirstream.embed.encode.InputSpec;
import io.mirstream.embed.encode.Part;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;

/**
 * Two graphs: the first sees the parts of a series one by one, the second all of their vectors at once, {@code [P, dim]} or
 * {@code [1, P, dim]}, and gives one. Owns both.
 */
final class TwoStageEncoder implements BatchEncoder {
    private static final int AXES = 3;

    private final OrtEnvironment environment;
    private final OnnxImageEncoder first;
    private final Sessions sessions;
    private final Manifest.Second manifest;
    private final GraphCheck.SecondRanks ranks;
    private final Finish finish;

    private TwoStageEncoder(
            OrtEnvironment environment,
            OnnxImageEncoder first,
            Sessions sessions,
            Manifest.Second manifest,
            GraphCheck.SecondRanks ranks,
            Finish finish) {
        this.environment = environment;
        this.first = first;
        this.sessions = sessions;
        this.manifest = manifest;
        this.ranks = ranks;
        this.finish = finish;
    }

    /** Owns the first graph and the finish once it is loaded. */
    static TwoStageEncoder load(
            OrtEnvironment environment,
            OnnxImageEncoder first,
            Manifest.Image manifest,
            GraphFile file,
            Finish finish,
            ExecutionProviders providers)
            throws OrtException {
        Tower tower = Tower.ofVectors("second", first.model().fingerprint());
        Sessions sessions = providers.openOne(tower, spec -> spec.open(environment, file));
        try {
            GraphCheck.SecondRanks ranks = GraphCheck.second(
                    sessions.first(), manifest.second(), manifest.output().dim());
            return new TwoStageEncoder(environment, first, sessions, manifest.second(), ranks, finish);
        } catch (OrtException | CodedException e) {
            sessions.close();
            throw e;
        }
    }

    @Override
    public ModelRef model() {
        return first.model();
    }

    @Override
    public InputSpec input() {
        return first.input();
    }

    @Override
    public Aggregate aggregate() {
        return new Aggregate(Pooling.AVG, false);
    }

    @Override
    public int maxBatch() {
        return first.maxBatch();
    }

    @Override
    public IntFunction<float[]> tensors(List<Part> parts) {
        checkGrid(parts);
        return first.tensors(parts);
    }

    @Override
    public List<float[]> run(List<float[]> tensors) {
        return first.run(tensors);
    }

    /** One vector for all parts. */
    @Override
    public List<float[]> together(List<Part> parts, List<float[]> vectors) {
        List<Integer> order = new ArrayList<>(); // as the tensor runs; slices as they come
        for (int i = 0; i < parts.size(); i++) {
            order.add(i);
        }
        order.sort(Comparator.comparingInt(i -> parts.get(i).cell().rank()));
        return ordered(
                order.stream().map(parts::get).toList(),
                order.stream().map(vectors::get).toList());
    }

    private List<float[]> ordered(List<Part> parts, List<float[]> vectors) {
        Map<String, OnnxTensor> inputs = new HashMap<>();
        try {
            inputs.put(manifest.input(), features(vectors));
            if (manifest.gridSize() != null) {
                List<Integer> grid = parts.getFirst().cell().of();
                inputs.put(manifest.gridSize(), integers(List.of(grid), ranks.gridSize() == 1, ranks.gridSize()));
            }
            if (manifest.positions() != null) {
                List<List<Integer>> places =
                        parts.stream().map(part -> part.cell().at()).toList();
                inputs.put(manifest.positions(), integers(places, false, ranks.positions()));
            }
            try (Sessions.Lease lease = sessions.next();
                    var result = NativeHandles.ofRun(lease.session().run(inputs))) {
                OnnxTensor output = (OnnxTensor)
                        result.handle().get(manifest.output().name()).orElseThrow();
                List<float[]> series = TokenPool.vectors(
                        output.getFloatBuffer(), output.getInfo().getShape(), manifest.output());
                if (series.size() != 1) {
                    throw Manifest.invalid("the second graph gave " + series.size() + " vectors for one series");
                }
                return finish.of(series);
            }
        } catch (OrtException e) {
            throw new CodedException(ErrorCode.INTERNAL, "ONNX Runtime failed: " + e.getMessage(), e);
        } finally {
            inputs.values().forEach(tensor -> {
                tensor.close();
                NativeHandles.closed();
            });
        }
    }

    private void checkGrid(List<Part> parts) {
        if (manifest.gridSize() != null
                && parts.size() != parts.getFirst().cell().count()) {
            throw new CodedException(
                    ErrorCode.LIMIT_EXCEEDED,
                    "the series has more patches than image.geometry.patch.max, and the model's second graph takes"
                            + " whole grids only");
        }
    }

    private OnnxTensor features(List<float[]> vectors) throws OrtException {
        int width = vectors.getFirst().length;
        FloatBuffer values = FloatBuffer.allocate(vectors.size() * width);
        vectors.forEach(values::put);
        long[] shape = ranks.input() == 2 ? new long[] {vectors.size(), width} : new long[] {1, vectors.size(), width};
        return NativeHandles.opened(OnnxTensor.createTensor(environment, values.flip(), shape));
    }

    /** {@code [3]} where it is flat, else {@code [n, 3]} or {@code [1, n, 3]}. */
    private OnnxTensor integers(List<List<Integer>> triples, boolean flat, int rank) throws OrtException {
        LongBuffer values = LongBuffer.allocate(triples.size() * AXES);
        triples.forEach(triple -> triple.forEach(values::put));
        long[] shape = flat
                ? new long[] {AXES}
                : rank == 2 ? new long[] {triples.size(), AXES} : new long[] {1, triples.size(), AXES};
        return NativeHandles.opened(OnnxTensor.createTensor(environment, values.flip(), shape));
    }

    @Override
    public void close() {
        first.close();
        finish.close();
        sessions.close();
    }
}
