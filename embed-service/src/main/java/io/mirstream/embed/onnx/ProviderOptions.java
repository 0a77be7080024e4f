package io.mirstream.embed.onnx;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Options by the names that ONNX Runtime has for them. */
final class ProviderOptions {
    private static final String ON = "1";

    private ProviderOptions() {}

    static Map<String, String> cuda(int device, ExecutionOptions.Cuda cuda) {
        Map<String, String> options = new LinkedHashMap<>();
        options.put("device_id", Integer.toString(device));
        cuda.memoryLimitBytes().ifPresent(bytes -> options.put("gpu_mem_limit", Long.toString(bytes)));
        cuda.arenaExtendStrategy().ifPresent(strategy -> options.put("arena_extend_strategy", strategy));
        cuda.convolutionSearch().ifPresent(search -> options.put("cudnn_conv_algo_search", search));
        return options;
    }

    static Map<String, String> tensorRt(int device, ExecutionOptions.TensorRt tensorRt, Tower tower) {
        Map<String, String> options = new LinkedHashMap<>();
        options.put("device_id", Integer.toString(device));
        tensorRt.fp16().ifPresent(fp16 -> options.put("trt_fp16_enable", fp16 ? ON : "0"));
        tensorRt.engineCache().ifPresent(folder -> {
            options.put("trt_engine_cache_enable", ON);
            options.put("trt_engine_cache_path", engines(folder, tower).toString());
        });
        tensorRt.timingCache().ifPresent(folder -> {
            options.put("trt_timing_cache_enable", ON);
            options.put("trt_timing_cache_path", folder.toString());
        });
        if (!tower.inputs().isEmpty()) {
            options.put("trt_profile_min_shapes", shapes(tower, Tower.Input::min));
            options.put("trt_profile_opt_shapes", shapes(tower, Tower.Input::opt));
            options.put("trt_profile_max_shapes", shapes(tower, Tower.Input::max));
        }
        return options;
    }

    /** TensorRT's provider tells engines apart by the names in their graphs, not by the weights. */
    static Path engines(Path folder, Tower tower) {
        return folder.resolve(tower.model().value()).resolve(tower.name());
    }

    private static String shapes(Tower tower, Function<Tower.Input, String> shape) {
        return tower.inputs().stream()
                .map(input -> input.name() + ":" + shape.apply(input))
                .collect(Collectors.joining(","));
    }
}
