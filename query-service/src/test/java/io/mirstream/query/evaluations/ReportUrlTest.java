package io.mirstream.query.evaluations;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReportUrlTest {
    @ParameterizedTest
    @ValueSource(
            strings = {"javascript:alert('{id}')", "/reports/{id}", "https://eval.example/", "https://eval example/{id}"
            })
    void what_would_not_lead_to_a_page_is_refused(String template) {
        assertThatThrownBy(() -> new ReportUrl(Optional.of(template)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("mirstream.query.report-url");
    }
}
