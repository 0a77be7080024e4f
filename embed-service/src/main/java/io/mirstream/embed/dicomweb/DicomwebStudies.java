package io.mirstream.embed.dicomweb;

import io.mirstream.contracts.id.StudyUid;
import io.mirstream.contracts.location.DicomwebLocation;
import io.mirstream.embed.locate.OpenStudy;
import io.mirstream.embed.locate.Spool;
import io.mirstream.embed.locate.SpoolFolder;
import io.mirstream.embed.locate.StudySource;
import java.net.InetAddress;
import java.net.URI;
import java.util.Map;
import java.util.Set;

/** Studies and series at allowed DICOMweb services, fetched to a folder before they are read. */
public final class DicomwebStudies implements StudySource, AutoCloseable {
    private final DicomwebOptions options;
    private final Spool spool;
    private final DicomwebClient client;
    private final Attempts attempts;

    /** @throws IllegalArgumentException when the trust store cannot be read */
    public DicomwebStudies(DicomwebOptions options, Spool spool) {
        this(options, spool, InetAddress::getAllByName);
    }

    DicomwebStudies(DicomwebOptions options, Spool spool, HostAddresses.Resolver resolver) {
        this.options = options;
        this.spool = spool;
        client = new DicomwebClient(options, new HostAddresses(resolver));
        attempts = new Attempts(options.attempts(), options.backoff(), options.maxRetryAfter());
    }

    @Override
    public OpenStudy open(URI url, StudyUid study) {
        DicomwebLocation location = DicomwebLocation.under(options.roots(), url, study);
        Deadline deadline = Deadline.in(options.studyTimeout());
        Map<String, Set<String>> listed =
                new InstanceListing(client, attempts, options.pageSize(), spool.limits()).of(location, deadline);
        SpoolFolder folder = spool.open();
        boolean fetched = false;
        try {
            Retrieval retrieval = new Retrieval(client, attempts, location, folder, deadline);
            listed.forEach(retrieval::fetch);
            fetched = true;
            return folder.asStudy();
        } finally {
            if (!fetched) {
                folder.close();
            }
        }
    }

    @Override
    public void close() {
        client.close();
    }
}
