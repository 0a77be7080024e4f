package io.mirstream.eval.replay;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mirstream.contracts.json.Json;
import java.io.IOException;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MethodTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "slice-freq        | {\"method\": \"slice\", \"ranking\": \"freq\"}",
                "slice-max         | {\"method\": \"slice\", \"ranking\": \"max\"}",
                "slice-sum         | {\"method\": \"slice\", \"ranking\": \"sum\"}",
                "volume-median     | {\"method\": \"volume\", \"pooling\": \"median\"}",
                "volume-maxpooling | {\"method\": \"volume\", \"pooling\": \"max\"}",
                "volume-avgpooling | {\"method\": \"volume\", \"pooling\": \"avg\"}",
                "volume-std        | {\"method\": \"volume\", \"pooling\": \"std\"}",
                "caption           | {\"method\": \"text\", \"target\": \"slice\"}",
                "hybrid            | {\"method\": \"hybrid\", \"hybrid\": {\"fusion\": \"interleave\", \"lists\":"
                        + " [\"slice-freq\", \"text-slice\"]}}",
                "late-interaction  | {\"method\": \"late-interaction\"}",
                "rrf               | {\"method\": \"hybrid\", \"hybrid\": {\"fusion\": \"rrf\", \"lists\":"
                        + " [\"volume-avg\", \"slice-freq\"]}}",
                "text-to-text      | {\"method\": \"text\", \"target\": \"report\"}",
                "fused             | {\"method\": \"volume\", \"pooling\": \"avg\", \"text\": \"a lesion\"}",
                "caption-released  | {\"method\": \"text\", \"target\": \"slice\", \"text\": \"0    a lesion\"}"
            })
    void methods_are_methods_of_the_search(String label, String expected) throws IOException {
        ObjectNode request = Json.mapper().createObjectNode();

        Method.of(label)
                .orElseThrow()
                .putInto(request, Optional.of(new QueryWords("a lesion", Optional.of("0    a lesion"))));

        assertThat(request).isEqualTo(Json.mapper().readTree(expected));
    }
}
