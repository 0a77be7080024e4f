package io.mirstream.query.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.mirstream.contracts.error.ErrorCode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class PageTest {
    @ParameterizedTest
    @EnumSource
    void page_says_every_code_in_words(ErrorCode code) throws IOException {
        try (InputStream codes = PageTest.class.getResourceAsStream("/META-INF/resources/page/codes.js")) {
            assertThat(new String(codes.readAllBytes(), StandardCharsets.UTF_8)).contains("\n  " + code + ": ['");
        }
    }
}
