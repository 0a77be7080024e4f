package io.mirstream.eval.dataset;

import com.fasterxml.jackson.databind.JsonNode;
import io.mirstream.contracts.error.CodedException;
import io.mirstream.contracts.error.ErrorCode;
import io.mirstream.contracts.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * A task of the Medical Segmentation Decathlon: {@code imagesTr}, {@code labelsTr}, and the {@code dataset.json} that lists
 * what is in them.
 *
 * @param tumourLabel which label of the masks is the lesion
 */
public record TaskFolder(int tumourLabel, Map<VolumeId, Scan> scans) {
    public static final String DESCRIPTION = "dataset.json";
    public static final String IMAGES = "imagesTr";
    public static final String MASKS = "labelsTr";

    /** The largest of the four has 30 KB. */
    private static final int MAX_BYTES = 4 << 20;

    public TaskFolder {
        scans = Map.copyOf(scans);
    }

    /** An image and its mask, which need not be there. */
    public record Scan(Path image, Path mask) {}

    /**
     * @param root which has the organ's task folder
     * @throws CodedException {@code LOCATION_NOT_FOUND}, {@code LOCATION_UNREADABLE}, {@code LIMIT_EXCEEDED}; {@code MALFORMED}
     *     for a description that is no JSON, names no lesion, or leads out of its folder
     */
    public static TaskFolder read(Path root, Organ organ) {
        Path folder = root.resolve(organ.taskFolder()).normalize();
        String name = organ.taskFolder() + "/" + DESCRIPTION;
        JsonNode description = description(folder.resolve(DESCRIPTION), name);
        Map<VolumeId, Scan> scans = new LinkedHashMap<>();
        for (JsonNode entry : description.path("training")) {
            Path image = inside(folder, entry.path("image").asText(), name);
            Path mask = inside(folder, entry.path("label").asText(), name);
            scans.put(VolumeId.ofFile(image.getFileName().toString()), new Scan(image, mask));
        }
        return new TaskFolder(tumourLabel(description, name), scans);
    }

    /** Whether there is one of any organ. */
    static boolean existsIn(Path root) {
        return Arrays.stream(Organ.values()).anyMatch(organ -> Files.isDirectory(root.resolve(organ.taskFolder())));
    }

    private static JsonNode description(Path file, String name) {
        try {
            if (Files.size(file) > MAX_BYTES) {
                throw new CodedException(ErrorCode.LIMIT_EXCEEDED, name + ": larger than 4 MiB");
            }
            return Json.read(Files.readAllBytes(file), JsonNode.class);
        } catch (NoSuchFileException e) {
            throw new CodedException(ErrorCode.LOCATION_NOT_FOUND, name + ": there is no such file", e);
        } catch (IOException e) {
            throw new CodedException(ErrorCode.LOCATION_UNREADABLE, name + ": cannot be read", e);
        } catch (CodedException e) {
            throw e.code() == ErrorCode.EVENT_MALFORMED ? malformed(name, "no JSON") : e;
        }
    }

    private static Path inside(Path folder, String relative, String name) {
        Path path = folder.resolve(relative).normalize();
        if (relative.isEmpty() || !path.startsWith(folder) || path.equals(folder)) {
            throw malformed(name, "a training entry has no image and label in the task's folder");
        }
        return path;
    }

    /** The one that speaks of cancer or tumour: 2 where the organ is segmented, too, and 1 where it is not. */
    private static int tumourLabel(JsonNode description, String name) {
        for (Map.Entry<String, JsonNode> label : description.path("labels").properties()) {
            String meaning = label.getValue().asText().toLowerCase(Locale.ROOT);
            if ((meaning.contains("cancer") || meaning.contains("tumo"))
                    && label.getKey().matches("[1-9]\\d{0,3}")) {
                return Integer.parseInt(label.getKey());
            }
        }
        throw malformed(name, "no label speaks of cancer or tumour");
    }

    private static CodedException malformed(String name, String what) {
        return new CodedException(ErrorCode.MALFORMED, name + ": " + what);
    }
}
