package io.mirstream.eval.replay;

import io.mirstream.contracts.event.StudyEvent;
import io.mirstream.contracts.event.StudyEventType;
import io.mirstream.contracts.event.StudyStatus;
import java.util.List;
import java.util.function.Consumer;

/** Takes back what a replay sent, whether or not its dataset is still there. */
public final class Retraction {
    private final StudyArchive archive;
    private final ReplayPlan plan;
    private final Journal journal;
    private final Consumer<String> progress;

    public Retraction(StudyArchive archive, ReplayPlan plan, Journal journal, Consumer<String> progress) {
        this.archive = archive;
        this.plan = plan;
        this.journal = journal;
        this.progress = progress;
    }

    /** Returns once all of it is gone. */
    public void run() throws InterruptedException {
        List<StudyFlow.Outgoing> all = all();
        new StudyFlow(archive, plan.model().fingerprint(), new Departures(all.size())).run(all);
    }

    /** Returns once it is said; nobody waits for it to be done. */
    void send() {
        all().forEach(each -> archive.send(each.type(), each.event(), each.id()));
        progress.accept("retracted " + journal.sent().size() + " studies");
    }

    private List<StudyFlow.Outgoing> all() {
        return journal.sent().stream()
                .map(study -> StudyFlow.Outgoing.of(plan, StudyEventType.RETRACTED, StudyEvent.of(study)))
                .toList();
    }

    /** Volumes on their way out of the index. */
    private final class Departures implements StudyFlow.Way {
        private final Pace pace;

        Departures(int all) {
            pace = new Pace("retracted", all, "studies", progress);
        }

        @Override
        public void send(StudyFlow.Outgoing outgoing) {
            archive.send(outgoing.type(), outgoing.event(), outgoing.id());
        }

        /** What cannot be retracted was never accepted. */
        @Override
        public void ended(StudyFlow.Outgoing outgoing, StudyStatus status) {
            pace.one();
        }
    }
}
