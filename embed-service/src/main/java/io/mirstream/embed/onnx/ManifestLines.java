package io.mirstream.embed.onnx;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Where the fields of a manifest stand in its file. */
final class ManifestLines {
    /** A rule begins with the field that it is about. */
    private static final Pattern FIELD = Pattern.compile("manifest: ([A-Za-z0-9]+(?:\\[\\d+\\]|\\.[A-Za-z0-9]+)*)");

    private final ObjectMapper mapper;
    private final byte[] yaml;

    ManifestLines(ObjectMapper mapper, byte[] yaml) {
        this.mapper = mapper;
        this.yaml = yaml;
    }

    /** Records are filled when they end, so that a mapper's own line is that of the end of the record. */
    OptionalInt of(String pointer) {
        try (JsonParser parser = mapper.createParser(yaml)) {
            while (parser.nextToken() != null) {
                if (parser.getParsingContext().pathAsPointer().toString().equals(pointer)) {
                    return OptionalInt.of(parser.currentTokenLocation().getLineNr());
                }
            }
            return OptionalInt.empty();
        } catch (IOException e) {
            return OptionalInt.empty();
        }
    }

    /** The rule with the line of its field after it, or that of the record which lacks the field. */
    String added(String rule) {
        Matcher field = FIELD.matcher(rule);
        if (!field.lookingAt()) {
            return rule;
        }
        String pointer = "/" + field.group(1).replace("[", ".").replace("]", "").replace('.', '/');
        while (!pointer.isEmpty()) {
            OptionalInt line = of(pointer);
            if (line.isPresent()) {
                return rule.substring(0, field.end()) + " (line " + line.getAsInt() + ")" + rule.substring(field.end());
            }
            pointer = pointer.substring(0, pointer.lastIndexOf('/'));
        }
        return rule;
    }
}
