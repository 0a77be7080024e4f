package io.mirstream.eval.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mirstream.contracts.error.CodedException;
import io.mirstream.contracts.error.ErrorCode;
import io.mirstream.contracts.event.ModelRef;
import io.mirstream.contracts.event.StudyEvent;
import io.mirstream.contracts.id.CollectionName;
import io.mirstream.contracts.id.ModelFingerprint;
import io.mirstream.eval.dataset.Organ;
import io.mirstream.eval.dataset.SmallDataset;
import io.mirstream.eval.dataset.TaskFolder;
import io.mirstream.eval.dataset.VolumeId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SentVolumesTest {
    private static final List<Organ> ALL = List.of(Organ.values());

    /** Volumes of each pool, index and queries. */
    private static final int STUDIES = 4 + 4 + 3 + 4;

    private final FakeStudyArchive archive = new FakeStudyArchive();
    private final List<String> told = new ArrayList<>();

    @TempDir
    private Path root;

    @BeforeEach
    void nine_volumes() throws IOException {
        SmallDataset.write(root);
        task(Organ.LIVER, "liver_0", "liver_1", "liver_2");
        task(Organ.COLON, "colon_001", "colon_002");
        task(Organ.PANCREAS, "pancreas_001", "pancreas_002");
        task(Organ.LUNG, "lung_001", "lung_002");
    }

    @Test
    void own_galleries_are_whole_and_the_common_one_has_each_volume_once_and_no_query() throws InterruptedException {
        ReplayOutcome outcome = replay("a", ALL, Method.VOLUME_AVGPOOLING).run();

        assertThat(found(outcome, Gallery.OWN, Organ.COLON, "colon_002"))
                .containsExactly("colon_001", "liver_0", "pancreas_001");
        assertThat(found(outcome, Gallery.OWN, Organ.LIVER, "liver_1"))
                .containsExactly("liver_0", "liver_2", "pancreas_001");
        // liver_0 is a query of the pancreas
        for (Organ organ : Organ.values()) {
            assertThat(outcome.rankings()
                            .get(Gallery.POOLED)
                            .get(organ)
                            .get(Method.VOLUME_AVGPOOLING)
                            .values())
                    .allSatisfy(ranked -> assertThat(ranked)
                            .extracting(VolumeId::value)
                            .containsExactly("colon_001", "liver_2", "lung_001", "pancreas_001", "pancreas_002"));
        }
    }

    @Test
    void some_organs_have_no_common_gallery() throws InterruptedException {
        ReplayOutcome outcome = replay("a", List.of(Organ.LIVER, Organ.COLON), Method.SLICE_FREQ)
                .run();

        assertThat(outcome.rankings()).containsOnlyKeys(Gallery.OWN);
    }

    @Test
    void a_study_is_an_image_a_caption_and_its_labels() throws InterruptedException {
        replay("a", List.of(Organ.COLON), Method.SLICE_FREQ).run();

        StudyEvent event = archive.indexed.values().stream()
                .filter(each -> "colon_001".equals(each.labels().get("volume")))
                .findFirst()
                .orElseThrow();
        assertThat(event.location()).contains(image(Organ.COLON, "colon_001").toUri());
        assertThat(event.reportText()).contains("Something.");
        assertThat(event.labels())
                .containsEntry("organ", "colon")
                .containsEntry("flag", "1")
                .containsEntry("group", "2")
                .containsEntry("split", "index");
        assertThat(event.collection()).isEqualTo(new CollectionName("replay-a-colon"));
    }

    @Test
    void two_replays_have_nothing_in_common_and_the_same_rankings() throws InterruptedException {
        ReplayOutcome first = replay("a", ALL, Method.VOLUME_STD).run();
        Set<CollectionName> collections = collections();

        ReplayOutcome second = replay("b", ALL, Method.VOLUME_STD).run();

        assertThat(second.rankings()).isEqualTo(first.rankings());
        assertThat(archive.sent).doesNotHaveDuplicates();
        assertThat(archive.indexed).hasSize(2 * STUDIES);
        assertThat(collections()).hasSize(2 * collections.size());
    }

    @Test
    void statuses_that_nobody_heard_are_asked_for() throws InterruptedException {
        archive.heard = false;

        replay("a", List.of(Organ.LUNG), Method.VOLUME_STD).run();

        assertThat(archive.indexed).hasSize(4);
    }

    @Test
    void few_studies_are_under_way_at_a_time() throws InterruptedException {
        replay("a", ALL, Method.VOLUME_STD).run();

        assertThat(archive.mostUnderWay).isLessThanOrEqualTo(StudyFlow.UNDER_WAY);
    }

    @Test
    void a_volume_that_fails_ends_the_replay_with_its_code() {
        archive.failure = Optional.of(ErrorCode.NO_BODY);

        assertThatThrownBy(() -> replay("a", ALL, Method.VOLUME_STD).run())
                .isInstanceOfSatisfying(
                        CodedException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.NO_BODY))
                .hasMessageContaining("liver_0");
    }

    @Test
    void a_replay_that_was_killed_goes_on_where_it_was() throws InterruptedException {
        Path file = root.resolve("journal.jsonl");
        ReplayOutcome whole =
                replay("b", ALL, Method.VOLUME_STD, Method.TEXT_TO_TEXT).run();
        archive.sent.clear();
        archive.searches.clear();
        archive.arrivalsUntilTheEnd = 10;
        assertThatThrownBy(() -> replay("a", ALL, Journal.in(file), Method.VOLUME_STD, Method.TEXT_TO_TEXT)
                        .run())
                .isInstanceOf(FakeStudyArchive.Killed.class);
        archive.arrivalsUntilTheEnd = Integer.MAX_VALUE;
        archive.searchesUntilTheEnd = 12;
        assertThatThrownBy(() -> replay("a", ALL, Journal.in(file), Method.VOLUME_STD, Method.TEXT_TO_TEXT)
                        .run())
                .isInstanceOf(CodedException.class);
        archive.searchesUntilTheEnd = Integer.MAX_VALUE;

        ReplayOutcome outcome = replay("a", ALL, Journal.in(file), Method.VOLUME_STD, Method.TEXT_TO_TEXT)
                .run();

        assertThat(outcome.rankings()).isEqualTo(whole.rankings());
        assertThat(new HashSet<>(archive.sent)).hasSize(STUDIES);
        long asked = archive.searches.stream()
                .filter(search -> search.path("k").asInt() == Method.KEPT)
                .filter(search -> search.path("neighbours").asInt() == Method.NEIGHBOURS)
                .count();
        assertThat(asked).as("no question was answered twice").isEqualTo(4 * 2 * 2);
        assertThat(outcome.measurements().volumes()).isEqualTo(STUDIES);
        assertThat(outcome.measurements().slices()).isEqualTo(STUDIES * 7);
        assertThat(outcome.measurements().freshness()).hasSize(STUDIES);
        assertThat(outcome.measurements().searches().get(Method.VOLUME_STD)).hasSize(8);
    }

    @Test
    void retracted_replay_leaves_no_volume() throws InterruptedException {
        Journal journal = Journal.inMemory();
        replay("a", ALL, journal, Method.VOLUME_STD).run();

        new Retraction(archive, plan("a", ALL), journal, told::add).run();

        assertThat(archive.indexed).isEmpty();
    }

    @Test
    void a_replay_that_was_told_to_end_takes_back_what_it_sent_once() throws InterruptedException {
        Journal journal = Journal.inMemory();
        SentVolumes volumes = new SentVolumes(archive, plan("a", ALL), journal, told::add);
        volumes.index();

        assertThat(volumes.abandon()).isTrue();

        assertThat(archive.indexed).isEmpty();
        assertThatThrownBy(volumes::index)
                .isInstanceOfSatisfying(
                        CodedException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.INDEX_BUSY));
        volumes.settle();
        assertThat(volumes.abandon()).isFalse();
    }

    @Test
    void a_replay_that_was_killed_while_it_took_back_its_volumes_still_tells_what_it_found()
            throws InterruptedException {
        Journal journal = Journal.inMemory();
        ReplayOutcome outcome = replay("a", ALL, journal, Method.VOLUME_STD).run();
        new Retraction(archive, plan("a", ALL), journal, told::add).run();

        ReplayOutcome again = replay("a", ALL, journal, Method.VOLUME_STD).run();

        assertThat(again).isEqualTo(outcome);
    }

    @Test
    void another_live_model_than_at_the_beginning_is_refused() {
        archive.live = new ModelRef("other", "1", new ModelFingerprint("fedcba9876543210"), 2, 3, false);

        assertThatThrownBy(() -> replay("a", ALL, Method.VOLUME_STD))
                .isInstanceOfSatisfying(
                        CodedException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.MODEL_MISMATCH));
    }

    @Test
    void a_volume_without_an_image_ends_it_before_anything_is_sent() throws IOException {
        Files.delete(image(Organ.LUNG, "lung_002"));

        assertThatThrownBy(() -> replay("a", ALL, Method.VOLUME_STD))
                .isInstanceOfSatisfying(
                        CodedException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.LOCATION_NOT_FOUND))
                .hasMessageContaining("lung_002");
        assertThat(archive.sent).isEmpty();
    }

    @Test
    void methods_that_cannot_be_done_say_why() {
        SentVolumes volumes = new SentVolumes(archive, plan("a", ALL), Journal.inMemory(), told::add);

        assertThat(Arrays.stream(Method.values())
                        .filter(method -> volumes.missing(method).isPresent()))
                .containsExactly(Method.CAPTION, Method.HYBRID, Method.FUSED, Method.CAPTION_RELEASED);
    }

    private Replay replay(String id, List<Organ> organs, Method... methods) {
        return replay(id, organs, Journal.inMemory(), methods);
    }

    private Replay replay(String id, List<Organ> organs, Journal journal, Method... methods) {
        ReplayPlan plan = plan(id, organs);
        return new Replay(
                new Replay.Name(id, plan.dataset(), plan.started()),
                new SentVolumes(archive, plan, journal, told::add),
                archive,
                List.of(methods),
                journal,
                told::add);
    }

    private ReplayPlan plan(String id, List<Organ> organs) {
        return new ReplayPlan(
                id,
                "small",
                root.toString(),
                root.toString(),
                organs,
                List.of(),
                false,
                FakeStudyArchive.MODEL,
                Instant.EPOCH);
    }

    private Set<CollectionName> collections() {
        Set<CollectionName> collections = new HashSet<>();
        archive.indexed.values().forEach(event -> collections.add(event.collection()));
        return collections;
    }

    private static List<String> found(ReplayOutcome outcome, Gallery gallery, Organ organ, String query) {
        return outcome
                .rankings()
                .get(gallery)
                .get(organ)
                .get(Method.VOLUME_AVGPOOLING)
                .get(new VolumeId(query))
                .stream()
                .map(VolumeId::value)
                .toList();
    }

    private Path image(Organ organ, String volume) {
        return root.resolve(organ.taskFolder()).resolve(TaskFolder.IMAGES).resolve(volume + ".nii.gz");
    }

    private void task(Organ organ, String... volumes) throws IOException {
        List<String> training = new ArrayList<>();
        for (String volume : volumes) {
            Files.createDirectories(image(organ, volume).getParent());
            Files.write(image(organ, volume), new byte[1]);
            training.add(
                    "{\"image\": \"./imagesTr/%1$s.nii.gz\", \"label\": \"./labelsTr/%1$s.nii.gz\"}".formatted(volume));
        }
        Files.writeString(
                root.resolve(organ.taskFolder()).resolve(TaskFolder.DESCRIPTION),
                "{\"labels\": {\"1\": \"cancer\"}, \"training\": [" + String.join(",", training) + "]}");
    }
}
