package io.mirstream.embed.onnx;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a model's vectors say of how they were made. */
class ProvenanceTest {
    private String manifest;

    @BeforeEach
    void readManifest() throws IOException {
        try (InputStream in = ProvenanceTest.class.getResourceAsStream("merlin.yaml")) {
            manifest = new String(in.readAllBytes(), UTF_8);
        }
    }

    @Test
    void preprocessing_is_the_same_for_models_that_are_fed_alike() {
        String renamed = manifest.replaceFirst("(?m)^id: .*$", "id: another")
                .replaceFirst("(?m)^version: .*$", "version: \"9\"");

        assertThat(renamed).isNotEqualTo(manifest);
        assertThat(preprocessing(renamed)).isEqualTo(preprocessing(manifest)).matches("[0-9a-f]{16}");
    }

    @Test
    void preprocessing_is_another_with_another_grid_or_other_intensities() {
        String coarser = manifest.replaceFirst("spacingMm: \\[1\\.5, 1\\.5", "spacingMm: [2.5, 2.5");
        String wider = manifest.replaceFirst("lo: -1000", "lo: -1024");

        assertThat(List.of(coarser, wider)).doesNotContain(manifest);
        assertThat(List.of(preprocessing(manifest), preprocessing(coarser), preprocessing(wider)))
                .doesNotHaveDuplicates();
    }

    @Test
    void built_in_model_names_its_weights_and_its_preprocessing() {
        ModelFolder builtIn = ModelFolder.of(Optional.empty());

        try (Model model = Model.load(builtIn, List.of("cpu"), 1)) {
            assertThat(model.image().model().weightsSha256())
                    .contains(ModelFolder.sha256(
                            builtIn.read(builtIn.manifest().image().file())));
            assertThat(model.image().model().preprocessingFingerprint())
                    .contains(ModelFolder.preprocessingFingerprint(builtIn.manifest()));
        }
    }

    private static String preprocessing(String manifest) {
        return ModelFolder.preprocessingFingerprint(Manifest.parse(manifest.getBytes(UTF_8)));
    }
}
