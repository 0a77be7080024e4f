package io.mirstream.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import io.mirstream.contracts.event.StudyEventType;
import io.mirstream.contracts.event.StudyState;
import io.mirstream.contracts.id.CollectionName;
import io.mirstream.imaging.phantom.PhantomStudy;
import io.mirstream.standalone.home.Home;
import io.mirstream.standalone.stack.Distribution;
import io.mirstream.standalone.stack.Stack;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Stopping and starting, by the commands that users have. */
@ExtendWith(RunningStack.class)
class RestartIT {
    @Test
    void what_was_indexed_is_there_after_a_restart(Mirstream mirstream) {
        CollectionName collection = new CollectionName("restarted");
        PhantomStudy study = Studies.phantom(301);
        Path location = Studies.write(study, mirstream.folder("restarted"));
        mirstream.publish(StudyEventType.ARRIVED, Studies.event(study.studyUid(), location, collection), "restarted");
        assertThat(mirstream.awaitEnd(study.studyUid(), "restarted").state()).isEqualTo(StudyState.INDEXED);
        Map<String, String> before = mirstream.documents(collection);

        Mirstream.Ended down = mirstream.run("down");
        Mirstream.Ended stopped = mirstream.run("status", "--json");
        Mirstream.Ended up = mirstream.run("up", "--json");

        assertThat(down.exitCode()).as(down.err()).isZero();
        assertThat(stopped.exitCode()).isEqualTo(1);
        assertThat(stopped.json().findValuesAsText("state")).containsOnly("stopped");
        assertThat(up.exitCode()).as(up.err()).isZero();
        assertThat(mirstream.documents(collection)).isEqualTo(before);
        assertThat(mirstream
                        .run("search", "--series", study.seriesUid().value(), "-k", "1")
                        .exitCode())
                .isZero();
    }

    @Test
    void a_home_whose_ports_are_taken_says_which_and_starts_nothing(Mirstream mirstream, @TempDir Path folder) {
        Home other = new Home(folder);
        other.remember(mirstream.home().settings());

        Mirstream.Ended up = mirstream.run("up", "--home", folder.toString());

        assertThat(up.exitCode()).isEqualTo(1);
        assertThat(up.err())
                .contains(Integer.toString(mirstream.stack().ports().kafka()))
                .contains("--port-base");
        assertThat(new Stack(other, Distribution.find()).processes())
                .noneMatch(process -> process.handle().isPresent());
    }
}
