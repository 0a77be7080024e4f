package io.mirstream.embed.onnx;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Execution providers of ONNX Runtime that may be listed. */
enum Provider {
    TENSORRT,
    CUDA,
    CPU;

    static Optional<Provider> named(String name) {
        return Arrays.stream(values())
                .filter(provider -> provider.wireName().equals(name))
                .findFirst();
    }

    static List<String> names() {
        return Arrays.stream(values()).map(Provider::wireName).toList();
    }

    /** As in the configuration and in manifests. */
    String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Whether it may be absent; the processor never is. */
    boolean isAccelerator() {
        return this != CPU;
    }
}
