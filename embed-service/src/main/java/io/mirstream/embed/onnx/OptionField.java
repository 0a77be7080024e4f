package io.mirstream.embed.onnx;

/** How an option is called where it was set. */
@FunctionalInterface
interface OptionField {
    String called(String name);

    /** @throws io.mirstream.contracts.error.CodedException {@code MODEL_INVALID}, naming the option */
    default void require(boolean holds, String name, String rule) {
        if (!holds) {
            throw Manifest.invalid(called(name) + " " + rule);
        }
    }
}
