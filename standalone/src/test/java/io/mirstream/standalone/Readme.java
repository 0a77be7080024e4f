package io.mirstream.standalone;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;

/** The code blocks of the README or of a guide, in their order. */
record Readme(List<Block> blocks) {
    /** @param language as named at the block's start */
    record Block(String language, String code) {}

    private static final Pattern BLOCK = Pattern.compile("^```(\\w+)\\n(.*?)^```$", Pattern.MULTILINE | Pattern.DOTALL);

    static Readme of(Path checkout) {
        return ofFile(checkout.resolve("README.md"));
    }

    static Readme ofFile(Path file) {
        try {
            String text = Files.readString(file);
            return new Readme(BLOCK.matcher(text)
                    .results()
                    .map(match -> new Block(match.group(1), match.group(2)))
                    .toList());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
