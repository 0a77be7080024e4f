package io.mirstream.embed.onnx;

import io.mirstream.contracts.id.ModelFingerprint;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/**
 * A graph that is to be run, as far as providers must know it.
 *
 * @param name {@code image}, {@code text} or what comes after them
 * @param inputs with the lengths that are to be expected; none where any may come
 */
record Tower(String name, ModelFingerprint model, List<Input> inputs) {
    /** Lengths as TensorRT wants them: {@code 1x3x224x224}. */
    record Input(String name, String min, String opt, String max) {}

    static Tower image(Manifest manifest, ModelFingerprint model, BatchRange batches) {
        Manifest.Tensor tensor = manifest.image().tensor();
        String item = LongStream.concat(
                        LongStream.of(manifest.intensity().channels()),
                        Arrays.stream(manifest.input().shape()))
                .mapToObj(Long::toString)
                .collect(Collectors.joining("x", "x", ""));
        return new Tower(
                "image",
                model,
                List.of(new Input(tensor.name(), batches.min() + item, batches.opt() + item, batches.max() + item)));
    }

    /** A graph that takes vectors of others. */
    static Tower ofVectors(String name, ModelFingerprint model) {
        return new Tower(name, model, List.of());
    }

    /** @param most texts of one run */
    static Tower text(Manifest.Text text, ModelFingerprint model, int most) {
        String usual = "1x" + text.maxTokens();
        String shortest = "max".equals(text.padding()) ? usual : "1x1";
        String longest = most + "x" + text.maxTokens();
        List<Input> inputs = new ArrayList<>();
        Stream.of(text.inputs().ids(), text.inputs().mask(), text.inputs().types())
                .filter(Objects::nonNull)
                .forEach(name -> inputs.add(new Input(name, shortest, usual, longest)));
        return new Tower("text", model, inputs);
    }
}
