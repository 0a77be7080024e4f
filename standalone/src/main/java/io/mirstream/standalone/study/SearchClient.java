package io.mirstream.standalone.study;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mirstream.contracts.error.Problem;
import io.mirstream.contracts.json.Json;
import io.mirstream.standalone.home.Failure;
import io.mirstream.standalone.stack.Loopback;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Searches through the query-service. */
public final class SearchClient {
    private static final String BOUNDARY = "mirstream-8d4c1f0a6b";

    private final String url;
    private final Optional<String> key;

    /**
     * @param queryService its base URL
     * @param key that it knows the caller by, where access is on
     */
    public SearchClient(String queryService, Optional<String> key) {
        this.key = key;
        url = queryService + "/v1/search";
    }

    /** Without an image. */
    public JsonNode search(ObjectNode request) {
        return send(HttpRequest.newBuilder(URI.create(url))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofByteArray(Json.write(request))));
    }

    /** @param image a file as the query-service takes it, or a folder of DICOM files */
    public JsonNode search(ObjectNode request, Path image) {
        if (!Files.isDirectory(image)) {
            return upload(request, image);
        }
        Path zip = null;
        try {
            zip = zipped(image);
            return upload(request, zip);
        } finally {
            delete(zip);
        }
    }

    private JsonNode upload(ObjectNode request, Path file) {
        String head = "--" + BOUNDARY + "\r\nContent-Disposition: form-data; name=\"query\"\r\n"
                + "Content-Type: text/plain\r\n\r\n" + new String(Json.write(request), StandardCharsets.UTF_8)
                + "\r\n--" + BOUNDARY + "\r\nContent-Disposition: form-data; name=\"image\"; filename=\"image\"\r\n"
                + "Content-Type: application/octet-stream\r\n\r\n";
        String tail = "\r\n--" + BOUNDARY + "--\r\n";
        try {
            return send(HttpRequest.newBuilder(URI.create(url))
                    .header("Content-Type", "multipart/form-data; boundary=" + BOUNDARY)
                    .POST(HttpRequest.BodyPublishers.concat(
                            HttpRequest.BodyPublishers.ofString(head),
                            HttpRequest.BodyPublishers.ofFile(file),
                            HttpRequest.BodyPublishers.ofString(tail))));
        } catch (java.io.FileNotFoundException e) {
            throw new Failure(file + " does not exist, or cannot be read", e);
        }
    }

    private JsonNode send(HttpRequest.Builder request) {
        try {
            HttpResponse<String> response = Loopback.send(request, key);
            byte[] body = response.body().getBytes(StandardCharsets.UTF_8);
            if (response.statusCode() != 200) {
                Problem problem = Json.read(body, Problem.class);
                throw new Failure(problem.code() + ": " + problem.detail());
            }
            return Json.mapper().readTree(body);
        } catch (IOException e) {
            throw new Failure("the query-service does not answer: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Failure("interrupted", e);
        }
    }

    private static Path zipped(Path folder) {
        Path zip = null;
        try (Stream<Path> paths = Files.walk(folder)) {
            List<Path> files = paths.filter(Files::isRegularFile).sorted().toList();
            zip = Files.createTempFile("mirstream-query-", ".zip");
            try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(zip))) {
                out.setLevel(1);
                for (Path file : files) {
                    out.putNextEntry(new ZipEntry(folder.relativize(file).toString()));
                    Files.copy(file, out);
                    out.closeEntry();
                }
            }
            return zip;
        } catch (IOException e) {
            delete(zip);
            throw new Failure("cannot zip " + folder + ": " + e.getMessage(), e);
        }
    }

    private static void delete(Path file) {
        try {
            if (file != null) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw new Failure("cannot delete " + file, e);
        }
    }
}
