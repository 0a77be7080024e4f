package io.mirstream.standalone.cli;

import io.mirstream.contracts.error.CodedException;
import io.mirstream.contracts.event.StudyEvent;
import io.mirstream.contracts.id.CollectionName;
import io.mirstream.contracts.id.PatientKey;
import io.mirstream.contracts.id.SeriesUid;
import io.mirstream.contracts.id.StudyUid;
import io.mirstream.imaging.FileStudyReader;
import io.mirstream.imaging.ReadLimits;
import io.mirstream.standalone.home.Failure;
import io.mirstream.standalone.stack.Stack;
import io.mirstream.standalone.study.FoundStudy;
import io.mirstream.standalone.study.Inbox;
import io.mirstream.standalone.study.RemoteStudy;
import io.mirstream.standalone.study.StudyChannel;
import io.mirstream.standalone.study.StudyFinder;
import io.mirstream.standalone.study.Submission;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;

@Command(
        name = "ingest",
        description = {
            "Publish an event for each study found: DICOM folders, zips and files, NIfTI volumes, MSD tasks;",
            "or for a study at a DICOMweb service (https://host/dicom-web/studies/UID) or in S3 (s3://bucket/prefix/).",
            "What was ingested before, and did not change since, is not sent again."
        },
        sortOptions = false)
final class IngestCommand extends HomeCommand {
    @Parameters(arity = "1..*", paramLabel = "PATH|URL", description = "Folders and files to look in, and locations.")
    private List<String> places;

    @Option(names = "--study", paramLabel = "UID", description = "The study at an s3: location.")
    private String study;

    @Option(names = "--collection", paramLabel = "NAME", description = "Where to index them (default: clinical).")
    private CollectionName collection = CollectionName.CLINICAL;

    @Option(names = "--label", paramLabel = "NAME=VALUE", description = "A label of each study, to filter by.")
    private Map<String, String> labels = Map.of();

    @Option(names = "--report", paramLabel = "FILE", description = "A text file with the report of the study.")
    private Path report;

    @Option(names = "--patient-key", paramLabel = "KEY", description = "The patient's pseudonym.")
    private PatientKey patientKey;

    @Option(names = "--wait", description = "Follow the studies until each is indexed or has failed.")
    private boolean wait;

    @Option(names = "--timeout", paramLabel = "SECONDS", description = "Of --wait (default: 3600).")
    private long timeoutSeconds = 3_600;

    @Option(names = "--again", description = "Send what did not change, too.")
    private boolean again;

    @Override
    public Integer call() {
        List<RemoteStudy> remote =
                places.stream().filter(RemoteStudy::isRemote).map(this::remote).toList();
        if (study != null && remote.isEmpty()) {
            throw new ParameterException(
                    spec().commandLine(), "--study is for locations: files say their study themselves");
        }
        Stack stack = runningStack();
        StudyFinder finder = new StudyFinder(new FileStudyReader(ReadLimits.DEFAULT));
        List<FoundStudy> found = new ArrayList<>();
        for (String place : places) {
            if (!RemoteStudy.isRemote(place)) {
                found.addAll(finder.find(Path.of(place)));
            }
        }
        Inbox inbox = new Inbox(home());
        try (StudyChannel channel = new StudyChannel(stack)) {
            List<Submission> submissions = new ArrayList<>();
            for (FoundStudy each : found) {
                FoundStudy admitted = inbox.admit(each);
                submissions.add(channel.submit(
                        event(admitted.study(), admitted.location().toUri(), admitted.series()),
                        admitted.location(),
                        again));
            }
            for (RemoteStudy each : remote) {
                submissions.add(channel.submit(event(each.study(), each.location(), List.of()), again));
            }
            if (wait) {
                ProgressBar progress = new ProgressBar(console());
                submissions = channel.follow(submissions, Duration.ofSeconds(timeoutSeconds), progress::show);
                progress.end();
            }
            return report(submissions);
        }
    }

    private RemoteStudy remote(String location) {
        try {
            return RemoteStudy.of(location, Optional.ofNullable(study).map(StudyUid::new));
        } catch (IllegalArgumentException | CodedException e) {
            throw new ParameterException(spec().commandLine(), location + ": " + e.getMessage(), e);
        }
    }

    private StudyEvent event(StudyUid uid, URI location, List<SeriesUid> series) {
        return new StudyEvent(
                uid,
                Optional.of(location),
                series,
                Optional.empty(),
                collection,
                Optional.ofNullable(report).map(IngestCommand::text),
                labels,
                Optional.ofNullable(patientKey));
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new Failure(file + " cannot be read: " + e.getMessage(), e);
        }
    }

    private int report(List<Submission> submissions) {
        SubmissionReport report = new SubmissionReport(submissions);
        report.print(console());
        console().document(report.document());
        return report.hasFailures() || (wait && report.hasOpen()) ? FAILED : OK;
    }
}
