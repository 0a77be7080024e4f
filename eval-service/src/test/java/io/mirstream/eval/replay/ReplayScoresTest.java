package io.mirstream.eval.replay;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.mirstream.contracts.json.Json;
import io.mirstream.eval.dataset.LabelFolder;
import io.mirstream.eval.dataset.Organ;
import io.mirstream.eval.dataset.Pool;
import io.mirstream.eval.dataset.SmallDataset;
import io.mirstream.eval.dataset.VolumeId;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReplayScoresTest {
    @TempDir
    private Path root;

    @Test
    void rankings_and_scores_have_the_notebooks_names() throws IOException {
        // the first alone has a lesion, of another group than the query's
        JsonNode document = document("colon_001", "liver_0", "pancreas_001");

        assertThat(document.fieldNames())
                .toIterable()
                .containsExactly("queries", "reference", "corrected", "missing_as_zero", "interval");
        assertThat(document.path("queries").toString())
                .isEqualTo("{\"colon_002\":[\"colon_001\",\"liver_0\",\"pancreas_001\"]}");
        assertThat(document.path("reference").path("tumor_flag_p@3").asDouble()).isEqualTo(1 / 3.0);
        assertThat(document.path("reference").path("tumor_stage_p@3").asDouble(-1))
                .isZero();
        assertThat(document.path("corrected").path("flag_avg_precision").asDouble())
                .isEqualTo(1);
        assertThat(document.path("missing_as_zero").path("tumor_flag_p@10").asDouble())
                .isEqualTo(0.1);
        assertThat(document.path("interval").path("tumor_flag_p@3").toString())
                .isEqualTo("{\"low\":" + 1 / 3.0 + ",\"high\":" + 1 / 3.0 + "}");
    }

    @Test
    void what_is_no_number_is_null() throws IOException {
        JsonNode document = document();

        assertThat(document.path("queries").toString()).isEqualTo("{\"colon_002\":[]}");
        assertThat(document.path("reference").path("tumor_flag_p@3").isNull()).isTrue();
        assertThat(document.path("interval").path("tumor_flag_p@3").path("low").isNull())
                .isTrue();
        assertThat(document.path("missing_as_zero").path("tumor_flag_p@3").asDouble(-1))
                .isZero();
    }

    private JsonNode document(String... ranked) throws IOException {
        SmallDataset.write(root);
        Pool pool = new LabelFolder(root).benchmark().pool(Organ.COLON);
        List<VolumeId> ranking = Arrays.stream(ranked).map(VolumeId::new).toList();
        ReplayScores scores = new ReplayScores(pool, Map.of(new VolumeId("colon_002"), ranking));
        return Json.mapper().readTree(Json.write(scores.document())); // as it is printed
    }
}
