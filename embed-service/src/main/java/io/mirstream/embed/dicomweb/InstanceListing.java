package io.mirstream.embed.dicomweb;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import io.mirstream.contracts.error.CodedException;
import io.mirstream.contracts.error.ErrorCode;
import io.mirstream.contracts.json.Json;
import io.mirstream.contracts.location.DicomwebLocation;
import io.mirstream.embed.locate.Spool;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.ProtocolException;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** Which instances a study has, by QIDO-RS (PS3.18 10.6), page by page. */
final class InstanceListing {
    private static final String JSON = "application/dicom+json";
    private static final String SOP_INSTANCE_UID = "00080018";
    private static final String SERIES_INSTANCE_UID = "0020000E";

    /** PS3.5 9.1; what goes into a path must be nothing else. */
    private static final Pattern UID = Pattern.compile("[0-9.]{1,64}");

    /** Of one page: some services answer with all instances at once, and with some kilobytes for each. */
    private static final int MAX_PAGE_BYTES = 128 << 20;

    /** Reads one instance of the list; the next one follows. */
    private static final ObjectReader INSTANCE =
            Json.mapper().reader().without(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    private final DicomwebClient client;
    private final Attempts attempts;
    private final int pageSize;
    private final Spool.Limits limits;

    InstanceListing(DicomwebClient client, Attempts attempts, int pageSize, Spool.Limits limits) {
        this.client = client;
        this.attempts = attempts;
        this.pageSize = pageSize;
        this.limits = limits;
    }

    /**
     * SOP Instance UIDs by Series Instance UID; at least one.
     *
     * @throws CodedException {@code LOCATION_NOT_FOUND} when there is none, {@code LIMIT_EXCEEDED}, {@code
     *     LOCATION_UNREADABLE}, {@code LOCATION_FORBIDDEN}
     */
    Map<String, Set<String>> of(DicomwebLocation location, Deadline deadline) {
        Map<String, Set<String>> bySeries = new TreeMap<>();
        int listed = 0;
        while (true) {
            String page = path(location) + "?limit=" + pageSize + "&offset=" + listed + "&includefield="
                    + SERIES_INSTANCE_UID;
            attempts.run(
                    deadline,
                    () -> client.get(location.root(), page, JSON, deadline, (type, body) -> {
                        read(body, location, bySeries);
                        return null;
                    }));
            int now = bySeries.values().stream().mapToInt(Set::size).sum();
            if (now == listed) { // also of a service that knows no pages, and says the same again
                break;
            }
            listed = now;
        }
        if (listed == 0) {
            throw new CodedException(ErrorCode.LOCATION_NOT_FOUND, "the DICOMweb service knows no instance of it");
        }
        return bySeries;
    }

    private static String path(DicomwebLocation location) {
        return location.url().toString().substring(location.root().toString().length()) + "/instances";
    }

    private void read(InputStream body, DicomwebLocation location, Map<String, Set<String>> bySeries)
            throws IOException {
        try (JsonParser json = Json.mapper().getFactory().createParser(new Bounded(body))) {
            JsonToken first = json.nextToken();
            if (first == null) {
                return; // no content: no more
            }
            if (first != JsonToken.START_ARRAY) {
                throw new ProtocolException("the listing is no list");
            }
            while (json.nextToken() == JsonToken.START_OBJECT) {
                JsonNode instance = INSTANCE.readTree(json);
                String series = location.series().isPresent()
                        ? location.series().get().value()
                        : uid(instance, SERIES_INSTANCE_UID);
                bySeries.computeIfAbsent(series, uid -> new LinkedHashSet<>()).add(uid(instance, SOP_INSTANCE_UID));
                limits.checkFiles(bySeries.values().stream().mapToInt(Set::size).sum());
            }
            if (json.currentToken() != JsonToken.END_ARRAY) {
                throw new ProtocolException("the listing holds what is no instance");
            }
        }
    }

    /** DICOM JSON (PS3.18 F.2): {@code {"00080018": {"vr": "UI", "Value": ["1.2.3"]}}}. */
    private static String uid(JsonNode instance, String tag) throws ProtocolException {
        String uid = instance.path(tag).path("Value").path(0).asText();
        if (!UID.matcher(uid).matches()) {
            throw new ProtocolException("the listing has an instance without a UID");
        }
        return uid;
    }

    private static final class Bounded extends FilterInputStream {
        private int left = MAX_PAGE_BYTES;

        Bounded(InputStream in) {
            super(in);
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            int read = super.read(target, offset, length);
            left -= Math.max(read, 0);
            if (left < 0) {
                throw new CodedException(ErrorCode.LIMIT_EXCEEDED, "a listing of instances is too long");
            }
            return read;
        }
    }
}
