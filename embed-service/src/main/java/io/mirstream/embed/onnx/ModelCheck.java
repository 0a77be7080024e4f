package io.mirstream.embed.onnx;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.mirstream.contracts.error.CodedException;
import io.mirstream.contracts.event.ModelRef;
import io.mirstream.contracts.json.Json;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A program that loads a model's folder as the service does, with all checks, and prints what the model is. */
public final class ModelCheck {
    private static final int OK = 0;
    private static final int REFUSED = 1;
    private static final int CALLED_WRONGLY = 2;

    private ModelCheck() {}

    /** Exits with 0, with 1 when the model is refused, and with 2 when it was called wrongly. */
    public static void main(String[] arguments) {
        System.exit(run(List.of(arguments), System.out, System.err));
    }

    static int run(List<String> arguments, PrintStream out, PrintStream err) {
        List<String> folders = new ArrayList<>(arguments);
        boolean json = folders.remove("--json");
        if (folders.size() != 1 || folders.getFirst().startsWith("-")) {
            err.println("usage: ModelCheck DIR [--json]");
            return CALLED_WRONGLY;
        }
        ModelFolder folder = ModelFolder.of(Optional.of(Path.of(folders.getFirst())));
        try (Model model = Model.load(folder, List.of("cpu"), 1)) {
            print(described(folder.manifest(), model.image().model()), json, out);
            return OK;
        } catch (CodedException e) {
            Map<String, Object> refusal = new LinkedHashMap<>();
            refusal.put("code", e.code().name());
            refusal.put("reason", e.getMessage());
            print(refusal, json, json ? out : err);
            return REFUSED;
        }
    }

    private static Map<String, Object> described(Manifest manifest, ModelRef model) {
        Manifest.Image image = manifest.image();
        List<Object> shape = new ArrayList<>(List.of("N", manifest.intensity().channels()));
        for (long length : manifest.input().shape()) {
            shape.add(length);
        }
        Map<String, Object> described = new LinkedHashMap<>();
        described.put("id", model.id());
        described.put("version", model.version());
        described.put("fingerprint", model.fingerprint().value());
        described.put("weightsSha256", model.weightsSha256().orElse(""));
        described.put(
                "preprocessingFingerprint", model.preprocessingFingerprint().orElse(""));
        described.put(
                "license",
                manifest.license() == null ? null : manifest.license().get("spdx"));
        described.put("mode", image.mode());
        described.put("tensor", image.tensor().dtype() + " " + shape);
        described.put("second", image.second() == null ? "none" : image.second().file());
        described.put(
                "projection",
                manifest.projection() == null ? "none" : manifest.projection().file());
        described.put("dimension", model.dimension());
        described.put("textDimension", model.textDimension());
        described.put("sharedSpace", model.sharedSpace());
        described.put("golden", manifest.golden() == null ? "none" : "agrees");
        return described;
    }

    private static void print(Map<String, Object> document, boolean json, PrintStream out) {
        if (!json) {
            document.forEach((name, value) -> out.printf("%-25s %s%n", name, value));
            return;
        }
        try {
            out.println(Json.mapper().writeValueAsString(document));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("maps of text and numbers are JSON", e);
        }
    }
}
