package io.mirstream.eval.replay;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mirstream.contracts.json.Json;
import java.io.IOException;
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
                        + " [\"slice-freq\", \"text-slice\"]}}"
            })
    void notebooks_methods_are_methods_of_the_search(String label, String expected) throws IOException {
        ObjectNode request = Json.mapper().createObjectNode();

        Method.of(label).orElseThrow().putInto(request);

        assertThat(request).isEqualTo(Json.mapper().readTree(expected));
    }
}
