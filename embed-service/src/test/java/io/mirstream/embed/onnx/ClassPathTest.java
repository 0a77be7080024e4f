package io.mirstream.embed.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Collections;
import org.junit.jupiter.api.Test;

class ClassPathTest {
    /** The builds for the processor and for accelerators have the same classes: which natives are loaded would be chance. */
    @Test
    void onnx_runtime_is_there_once() throws IOException {
        assertThat(Collections.list(
                        ClassPathTest.class.getClassLoader().getResources("ai/onnxruntime/OrtEnvironment.class")))
                .hasSize(1);
    }
}
