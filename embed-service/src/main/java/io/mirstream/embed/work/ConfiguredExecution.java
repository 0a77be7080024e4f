package io.mirstream.embed.work;

import io.mirstream.embed.onnx.ExecutionOptions;
import io.quarkus.runtime.configuration.MemorySize;

/** What the configuration says about how the model is run, as the model takes it. */
final class ConfiguredExecution {
    private ConfiguredExecution() {}

    /** @throws io.mirstream.contracts.error.CodedException {@code MODEL_INVALID}, naming the property */
    static ExecutionOptions of(EmbedConfig.Model model) {
        EmbedConfig.Cuda cuda = model.cuda();
        EmbedConfig.TensorRt tensorRt = model.tensorrt();
        EmbedConfig.Profile profile = tensorRt.profile();
        return new ExecutionOptions(
                model.providers(),
                model.devices(),
                model.threads(),
                model.warmUps(),
                new ExecutionOptions.Cuda(
                        cuda.gpuMemLimit().map(MemorySize::asLongValue),
                        cuda.arenaExtendStrategy(),
                        cuda.cudnnConvAlgoSearch()),
                new ExecutionOptions.TensorRt(
                        tensorRt.fp16(),
                        tensorRt.engineCache(),
                        tensorRt.timingCache(),
                        new ExecutionOptions.Profile(profile.min(), profile.opt(), profile.max())));
    }
}
