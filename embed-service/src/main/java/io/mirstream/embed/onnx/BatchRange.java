package io.mirstream.embed.onnx;

/** Sizes of batches: the smallest, the usual one, and the largest. */
record BatchRange(int min, int opt, int max) {
    /**
     * From one item, with which a series may end, to the model's full batch, which is the usual one, unless said
     * otherwise.
     *
     * @throws io.mirstream.contracts.error.CodedException {@code MODEL_INVALID} when a batch of the model does not fit
     */
    static BatchRange of(ExecutionOptions.Profile profile, Manifest.Tensor tensor, OptionField field) {
        int full = tensor.batchMax();
        boolean fixed = tensor.shape() != null && tensor.shape().getFirst() instanceof Integer;
        int least = fixed ? full : 1;
        BatchRange range = new BatchRange(
                profile.min().orElse(least),
                profile.opt().orElse(full),
                profile.max().orElse(full));
        field.require(range.min == least, "tensorrt.profile.min", "is " + least + ", the model's smallest batch");
        field.require(
                fixed ? range.max == full : range.max >= full,
                "tensorrt.profile.max",
                "is image.tensor.batchMax, " + full + ", or more where the graph takes any batch");
        field.require(
                range.opt >= range.min && range.opt <= range.max, "tensorrt.profile.opt", "lies between min and max");
        return range;
    }
}
