package io.mirstream.embed.onnx;

import io.mirstream.contracts.error.CodedException;
import io.mirstream.contracts.id.ModelFingerprint;
import io.mirstream.contracts.json.Json;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.foreign.Arena;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

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
        Path file = inside(name);
        return Files.isRegularFile(file) ? Files.newInputStream(file) : null;
    }

    private static InputStream resource(String name) {
        return ModelFolder.class.getResourceAsStream(name);
    }

    /**
     * A graph and the weights beside it, with their digests.
     *
     * @param data as listed by the manifest; null where the graph alone says what lies beside it
     * @throws CodedException {@code MODEL_INVALID} when a file is missing, has another sha256, leads out of the folder, or
     *     is listed and not used, or used and not listed
     */
    GraphFile graph(String name, String sha256, List<Manifest.DataFile> data) {
        if (name.startsWith(CLASS_PATH) || folder.isEmpty()) {
            byte[] onnx = read(name);
            if (!ExternalWeights.locations(name, ByteBuffer.wrap(onnx)).isEmpty()) {
                throw Manifest.invalid("the model's file " + name + " has weights beside it, on the class path");
            }
            return new GraphFile.OfClassPath(onnx, List.of(checked(name, sha256().digest(onnx), sha256)));
        }
        Path graph = inside(name);
        Map<String, String> listed = new TreeMap<>();
        if (data != null) {
            data.forEach(each -> listed.put(each.file(), each.sha256()));
        }
        List<byte[]> digests = new ArrayList<>(List.of(checked(name, digest(name), sha256)));
        Set<String> used = weightsBeside(name, graph);
        for (String file : used) {
            if (data != null && !listed.containsKey(file)) {
                throw Manifest.invalid(
                        "the graph " + name + " has weights in " + file + ", which its data does not list");
            }
            digests.add(checked(file, digest(file), listed.remove(file)));
        }
        if (!listed.isEmpty()) {
            throw Manifest.invalid(
                    "the graph " + name + " has no weights in " + listed.keySet() + ", listed as its data");
        }
        return new GraphFile.OfFolder(graph, digests);
    }

    /** Names relative to the folder. */
    private Set<String> weightsBeside(String name, Path graph) {
        try (FileChannel channel = FileChannel.open(graph);
                Arena arena = Arena.ofConfined()) {
            if (channel.size() > Integer.MAX_VALUE) {
                throw Manifest.invalid("the graph " + name + " is larger than 2 GiB: its weights belong beside it");
            }
            ByteBuffer onnx = channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size(), arena)
                    .asByteBuffer();
            Set<String> files = new TreeSet<>();
            for (String location : ExternalWeights.locations(name, onnx)) {
                Path file = inside(graph.resolveSibling(location), location);
                files.add(folder.get().normalize().relativize(file).toString());
            }
            return files;
        } catch (IOException e) {
            throw Manifest.invalid("the model's file " + name + " cannot be read");
        }
    }

    private byte[] digest(String name) {
        MessageDigest digest = sha256();
        try (InputStream in = open(name)) {
            if (in == null) {
                throw Manifest.invalid("the model's file " + name + " is missing");
            }
            in.transferTo(new DigestOutputStream(OutputStream.nullOutputStream(), digest));
            return digest.digest();
        } catch (IOException e) {
            throw Manifest.invalid("the model's file " + name + " cannot be read");
        }
    }

    private Path inside(String name) {
        return inside(folder.get().resolve(name), name);
    }

    private Path inside(Path path, String name) {
        Path file = path.normalize();
        if (!file.startsWith(folder.get().normalize())) {
            throw Manifest.invalid("the model's file " + name + " lies outside its folder");
        }
        return file;
    }

    /** A tokenizer of the folder; one of the class path is as fixed as the release that it comes with. */
    Optional<byte[]> ownTokenizer(Manifest.Text text) {
        return text.tokenizer().startsWith(CLASS_PATH) ? Optional.empty() : Optional.of(read(text.tokenizer()));
    }

    /**
     * Of everything that shapes a vector: manifest, weights, tokenizer, and preprocessing.
     *
     * @param digests of all files, in an order of their own
     */
    static ModelFingerprint fingerprint(byte[] manifest, List<byte[]> digests) {
        MessageDigest digest = sha256();
        digest.update(PREPROCESSING_VERSION.getBytes(StandardCharsets.US_ASCII));
        digest.update(sha256().digest(manifest));
        digests.forEach(digest::update);
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

    private static byte[] checked(String file, byte[] digest, String expected) {
        if (expected != null && !expected.equalsIgnoreCase(HexFormat.of().formatHex(digest))) {
            throw Manifest.invalid("the model's file " + file + " has another sha256 than the manifest says");
        }
        return digest;
    }

    static byte[] digestOf(byte[] bytes) {
        return sha256().digest(bytes);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
