package io.mirstream.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.mirstream.contracts.error.ErrorCode;
import io.mirstream.contracts.event.StudyEvent;
import io.mirstream.contracts.event.StudyEventType;
import io.mirstream.contracts.event.StudyState;
import io.mirstream.contracts.event.StudyStatus;
import io.mirstream.contracts.id.CollectionName;
import io.mirstream.contracts.id.StudyUid;
import io.mirstream.embed.dicomweb.Orthanc;
import io.mirstream.imaging.phantom.PhantomStudy;
import io.mirstream.standalone.stack.DeadLetterBox;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Studies that lie in a real archive and nowhere else. */
@ExtendWith(RunningStack.class)
class DicomwebIT {
    private static final CollectionName COLLECTION = new CollectionName("dicomweb");

    @TempDir
    Path scratch;

    private Orthanc archive;

    @BeforeEach
    void startArchive(Mirstream mirstream) throws IOException {
        assumeTrue(Orthanc.isInstalled(), "needs Orthanc and storescu: apt-get install orthanc orthanc-dicomweb dcmtk");
        archive =
                new Orthanc(scratch.resolve("archive"), mirstream.dicomwebRoot().getPort(), mirstream.dicomPort());
    }

    @AfterEach
    void stopArchive() {
        if (archive != null) {
            archive.close();
        }
    }

    @Test
    void study_in_an_archive_is_indexed_and_sent_once(Mirstream mirstream) throws IOException, InterruptedException {
        PhantomStudy study = stored(401);
        String location = location(mirstream, study.studyUid()).toString();

        Mirstream.Ended first =
                mirstream.run("ingest", location, "--collection", COLLECTION.value(), "--wait", "--json");
        Mirstream.Ended second =
                mirstream.run("ingest", location, "--collection", COLLECTION.value(), "--wait", "--json");

        assertThat(first.exitCode()).as(first.err()).isZero();
        JsonNode report = first.json().path("studies").path(0);
        assertThat(report.path("studyInstanceUid").asText())
                .isEqualTo(study.studyUid().value());
        assertThat(report.path("state").asText()).isEqualTo("INDEXED");
        assertThat(second.json().path("studies").path(0).path("sent").asBoolean())
                .isFalse();
        assertThat(mirstream.deadLetters(study.studyUid())).isEmpty();
    }

    @Test
    void study_of_an_archive_that_is_down_fails_once_and_can_be_sent_again(Mirstream mirstream)
            throws IOException, InterruptedException {
        PhantomStudy study = stored(402);
        StudyEvent event = StudyEvent.at(study.studyUid(), location(mirstream, study.studyUid()))
                .inCollection(COLLECTION);
        archive.close();

        mirstream.publish(StudyEventType.ARRIVED, event, "down");
        StudyStatus failed = mirstream.awaitEnd(study.studyUid(), "down");
        List<DeadLetterBox.Entry> letters = mirstream.deadLetters(study.studyUid());
        archive.start();
        mirstream.publish(StudyEventType.ARRIVED, event, "up again");
        StudyStatus indexed = mirstream.awaitEnd(study.studyUid(), "up again");

        assertThat(failed.state()).isEqualTo(StudyState.FAILED);
        assertThat(failed.errorCode()).contains(ErrorCode.LOCATION_UNREADABLE);
        assertThat(letters)
                .singleElement()
                .extracting(entry -> entry.letter().code())
                .isEqualTo(ErrorCode.LOCATION_UNREADABLE);
        assertThat(indexed.state()).isEqualTo(StudyState.INDEXED);
    }

    @Test
    void service_that_is_not_allowed_is_refused_at_intake(Mirstream mirstream) {
        StudyUid study = StudyUid.derivedFrom("another service");
        URI elsewhere = URI.create("http://127.0.0.1:1/dicom-web/studies/" + study);

        mirstream.publish(StudyEventType.ARRIVED, StudyEvent.at(study, elsewhere), "elsewhere");

        StudyStatus status = mirstream.awaitEnd(study, "elsewhere");
        assertThat(status.errorCode()).contains(ErrorCode.LOCATION_FORBIDDEN);
        assertThat(mirstream.deadLetters(study))
                .singleElement()
                .extracting(entry -> entry.letter().service())
                .isEqualTo("ingest-service");
    }

    private PhantomStudy stored(long seed) throws IOException, InterruptedException {
        PhantomStudy study = Studies.phantom(seed);
        archive.store(Studies.write(study, scratch.resolve("sent")));
        return study;
    }

    private static URI location(Mirstream mirstream, StudyUid study) {
        return URI.create(mirstream.dicomwebRoot() + "/studies/" + study);
    }
}
