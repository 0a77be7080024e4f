package io.mirstream.embed.onnx;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.providers.OrtCUDAProviderOptions;
import ai.onnxruntime.providers.OrtTensorRTProviderOptions;
import java.util.Map;
import java.util.SequencedMap;

/**
 * What a session is opened with.
 *
 * @param accelerators with their options, in the order in which they are offered each node of the graph; what none takes
 *     runs on the processor
 */
record SessionSpec(SequencedMap<Provider, Map<String, String>> accelerators, int threads) {
    /** @throws OrtException when an accelerator is not to be had, or the graph is refused */
    OrtSession open(OrtEnvironment environment, GraphFile graph) throws OrtException {
        try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
            options.setIntraOpNumThreads(threads);
            if (!accelerators.isEmpty()) {
                // patterns are kept for each thread and each shape, and device memory would grow with both
                options.setMemoryPatternOptimization(false);
            }
            for (Map.Entry<Provider, Map<String, String>> accelerator : accelerators.entrySet()) {
                add(options, accelerator.getKey(), accelerator.getValue());
            }
            return graph.open(environment, options);
        }
    }

    private static void add(OrtSession.SessionOptions options, Provider provider, Map<String, String> named)
            throws OrtException {
        switch (provider) {
            case CUDA -> {
                try (OrtCUDAProviderOptions cuda = new OrtCUDAProviderOptions()) {
                    for (Map.Entry<String, String> option : named.entrySet()) {
                        cuda.add(option.getKey(), option.getValue());
                    }
                    options.addCUDA(cuda);
                }
            }
            case TENSORRT -> {
                try (OrtTensorRTProviderOptions tensorRt = new OrtTensorRTProviderOptions()) {
                    for (Map.Entry<String, String> option : named.entrySet()) {
                        tensorRt.add(option.getKey(), option.getValue());
                    }
                    options.addTensorrt(tensorRt);
                }
            }
            case CPU -> throw new IllegalArgumentException("the processor is no accelerator");
        }
    }
}
