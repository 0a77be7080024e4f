package io.mirstream.embed.onnx;

import io.mirstream.contracts.error.CodedException;
import io.mirstream.contracts.id.ModelFingerprint;
import io.mirstream.contracts.json.Json;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;

/** Where a model's files lie: a folder, or the class path for the one that is built in. */
public final class ModelFolder {
    private static final String BUILT_IN = "/models/builtin-slab/";
    private static final String CLASS_PATH = "classpath:";

    /** Changes whenever {@code encode} turns the same slices into other numbers: old vectors must not meet new ones. */
    private static final String PREPROCESSING_VERSION = "slabs/1";

    private final Optional<Path> folder;

    private ModelFolder(Optional<Path> folder) {
        this.folder = folder;
    }

    /** @param folder empty for the built-in model */
    public static ModelFolder of(Optional<Path> folder) {
        return new ModelFolder(folder);
    }

    Manifest manifest() {
        return Manifest.parse(read("manifest.yaml"));
    }

    /** @throws CodedException {@code MODEL_INVALID} when the file is missing or leads out of the folder */
    byte[] read(String name) {
        try (InputStream in = open(name)) {
            if (in == null) {
                throw Manifest.invalid("the model's file " + name + " is missing");
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw Manifest.invalid("the model's file " + name + " cannot be read");
        }
    }

    private InputStream open(String name) throws IOException {
        if (name.startsWith(CLASS_PATH)) {
            return resource("/" + name.substring(CLASS_PATH.length()));
        }
        if (folder.isEmpty()) {
            return resource(BUILT_IN + name);
        }
        Path file = folder.get().resolve(name).normalize();
        if (!file.startsWith(folder.get().normalize())) {
            throw Manifest.invalid("the model's file " + name + " lies outside its folder");
        }
        return Files.isRegularFile(file) ? Files.newInputStream(file) : null;
    }

    private static InputStream resource(String name) {
        return ModelFolder.class.getResourceAsStream(name);
    }

    /** A tokenizer of the folder; one of the class path is as fixed as the release that it comes with. */
    Optional<byte[]> ownTokenizer(Manifest.Text text) {
        return text.tokenizer().startsWith(CLASS_PATH) ? Optional.empty() : Optional.of(read(text.tokenizer()));
    }

    /** Of everything that shapes a vector: manifest, weights of both towers, tokenizer, and preprocessing. */
    static ModelFingerprint fingerprint(
            byte[] manifest, byte[] imageWeights, Optional<byte[]> textWeights, Optional<byte[]> tokenizer) {
        MessageDigest digest = sha256();
        digest.update(PREPROCESSING_VERSION.getBytes(StandardCharsets.US_ASCII));
        digest.update(sha256().digest(manifest));
        digest.update(sha256().digest(imageWeights));
        textWeights.ifPresent(weights -> digest.update(sha256().digest(weights)));
        tokenizer.ifPresent(bytes -> digest.update(sha256().digest(bytes)));
        return new ModelFingerprint(HexFormat.of().formatHex(digest.digest(), 0, 8));
    }

    /** Of all that stands between Hounsfield units and the image graph, and of nothing else. */
    static String preprocessingFingerprint(Manifest manifest) {
        Manifest.Image image = manifest.image();
        MessageDigest digest = sha256();
        digest.update(PREPROCESSING_VERSION.getBytes(StandardCharsets.US_ASCII));
        for (Object part : new Object[] {
            image.mode(),
            image.geometry(),
            image.intensity(),
            image.tensor().layout(),
            image.tensor().shape()
        }) {
            digest.update(Json.write(Optional.ofNullable(part)));
        }
        return HexFormat.of().formatHex(digest.digest(), 0, 8);
    }

    static String sha256(byte[] bytes) {
        return HexFormat.of().formatHex(sha256().digest(bytes));
    }

    static void checkSha256(String file, byte[] bytes, String expected) {
        String found = sha256(bytes);
        if (expected != null && !expected.equalsIgnoreCase(found)) {
            throw Manifest.invalid("the model's file " + file + " has another sha256 than the manifest says");
        }
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
