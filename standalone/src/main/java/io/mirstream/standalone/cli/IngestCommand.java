package io.mirstream.standalone.cli;

import io.mirstream.contracts.event.StudyEvent;
import io.mirstream.contracts.id.CollectionName;
import io.mirstream.contracts.id.PatientKey;
import io.mirstream.imaging.FileStudyReader;
import io.mirstream.imaging.ReadLimits;
import io.mirstream.standalone.home.Failure;
import io.mirstream.standalone.stack.Stack;
import io.mirstream.standalone.study.FoundStudy;
import io.mirstream.standalone.study.Inbox;
import io.mirstream.standalone.study.StudyChannel;
import io.mirstream.standalone.study.StudyFinder;
import io.mirstream.standalone.study.Submission;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "ingest",
        description = {
            "Publish an event for each study found: DICOM folders, zips and files, NIfTI volumes, MSD tasks.",
            "What was ingested before, and did not change since, is not sent again."
        },
        sortOptions = false)
final class IngestCommand extends HomeCommand {
    @Parameters(arity = "1..*", paramLabel = "PATH", description = "Folders and files to look in.")
    private List<Path> paths;

    @Option(names = "--collection", paramLabel = "NAME", description = "Where to index them (default: clinical).")
    private String collection = CollectionName.CLINICAL.value();

    @Option(names = "--label", paramLabel = "NAME=VALUE", description = "A label of each study, to filter by.")
    private Map<String, String> labels = Map.of();

    @Option(names = "--report", paramLabel = "FILE", description = "A text file with the report of the study.")
    private Path report;

    @Option(names = "--patient-key", paramLabel = "KEY", description = "The patient's pseudonym.")
    private String patientKey;

    @Option(names = "--wait", description = "Follow the studies until each is indexed or has failed.")
    private boolean wait;

    @Option(names = "--timeout", paramLabel = "SECONDS", description = "Of --wait (default: 3600).")
    private long timeoutSeconds = 3_600;

    @Option(names = "--again", description = "Send what did not change, too.")
    private boolean again;

    @Override
    public Integer call() {
        Stack stack = runningStack();
        StudyFinder finder = new StudyFinder(new FileStudyReader(ReadLimits.DEFAULT));
        List<FoundStudy> found = new ArrayList<>();
        for (Path path : paths) {
            found.addAll(finder.find(path));
        }
        Inbox inbox = new Inbox(home());
        try (StudyChannel channel = new StudyChannel(stack)) {
            List<Submission> submissions = new ArrayList<>();
            for (FoundStudy study : found) {
                FoundStudy admitted = inbox.admit(study);
                submissions.add(channel.submit(event(admitted), admitted.location(), again));
            }
            if (wait) {
                ProgressBar progress = new ProgressBar(console());
                submissions = channel.follow(submissions, Duration.ofSeconds(timeoutSeconds), progress::show);
                progress.end();
            }
            return report(submissions);
        }
    }

    private StudyEvent event(FoundStudy study) {
        return new StudyEvent(
                study.study(),
                Optional.of(study.location().toUri()),
                study.series(),
                Optional.empty(),
                new CollectionName(collection),
                Optional.ofNullable(report).map(IngestCommand::text),
                labels,
                Optional.ofNullable(patientKey).map(PatientKey::new));
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
