package io.mirstream.standalone.study;

import io.mirstream.contracts.event.StudyEvent;
import io.mirstream.contracts.json.Json;
import io.mirstream.standalone.home.Failure;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;

/** The id of an event about files: the same while neither the event's data nor the files change. */
final class EventId {
    private static final int BYTES = 16;

    private EventId() {}

    /** Of a study that cannot be looked at from here. */
    static String of(StudyEvent event) {
        return id(digest(event));
    }

    static String of(StudyEvent event, Path location) {
        try (Stream<Path> paths = Files.walk(location)) {
            MessageDigest digest = digest(event);
            List<Path> files = paths.filter(Files::isRegularFile).sorted().toList();
            for (Path file : files) {
                String line = location.relativize(file) + " " + Files.size(file) + " "
                        + Files.getLastModifiedTime(file).toMillis() + "\n";
                digest.update(line.getBytes(StandardCharsets.UTF_8));
            }
            return id(digest);
        } catch (IOException e) {
            throw new Failure(location + " cannot be read: " + e.getMessage(), e);
        }
    }

    private static String id(MessageDigest digest) {
        return HexFormat.of().formatHex(Arrays.copyOf(digest.digest(), BYTES));
    }

    private static MessageDigest digest(StudyEvent event) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(Json.write(event));
            return digest;
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
