package io.mirstream.embed.dicomweb;

import io.mirstream.contracts.location.DicomwebLocation;
import io.mirstream.embed.locate.SpoolFolder;
import java.io.IOException;
import java.net.ProtocolException;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;

/** Fetches the instances of one study into a folder, by WADO-RS (PS3.18 10.4). Used once. */
final class Retrieval {
    /** As they are stored: transcoding takes the service long, and fails for some. */
    private static final String PARTS = "multipart/related; type=\"application/dicom\"; transfer-syntax=*";

    /** By which the reader knows DICOM without looking. */
    private static final String SUFFIX = ".dcm";

    private final DicomwebClient client;
    private final Attempts attempts;
    private final DicomwebLocation location;
    private final SpoolFolder folder;
    private final Deadline deadline;

    Retrieval(
            DicomwebClient client,
            Attempts attempts,
            DicomwebLocation location,
            SpoolFolder folder,
            Deadline deadline) {
        this.client = client;
        this.attempts = attempts;
        this.location = location;
        this.folder = folder;
        this.deadline = deadline;
    }

    /** A whole series in one answer; what did not come with it is then asked for one by one. */
    void fetch(String series, Set<String> instances) {
        String path = "/studies/" + location.study() + "/series/" + series;
        Set<String> missing = new LinkedHashSet<>(instances);
        attempts.run(deadline, () -> {
            if (missing.size() == instances.size()) { // else a stream broke: the rest is left to single requests
                fetchSeries(path, missing);
            }
            return null;
        });
        for (String instance : missing) {
            attempts.run(deadline, () -> {
                fetchInstance(path + "/instances/" + instance);
                return null;
            });
        }
    }

    private void fetchSeries(String path, Set<String> missing) throws IOException {
        client.get(location.root(), path, PARTS, deadline, (type, body) -> {
            MultipartReader parts = new MultipartReader(body, MultipartReader.boundary(type));
            while (parts.next()) {
                Path file = folder.add(parts.part(), SUFFIX);
                Optional<String> uid = FileMeta.sopInstanceUid(file);
                if (uid.isEmpty() || !missing.remove(uid.get())) { // came twice, or after the listing, or is none
                    folder.remove(file);
                }
            }
            return null;
        });
    }

    /** What it is was asked for, so what it says of itself is left to the reader. */
    private void fetchInstance(String path) throws IOException {
        client.get(location.root(), path, PARTS, deadline, (type, body) -> {
            MultipartReader parts = new MultipartReader(body, MultipartReader.boundary(type));
            if (!parts.next()) {
                throw new ProtocolException("the answer has no part");
            }
            return folder.add(parts.part(), SUFFIX);
        });
    }
}
