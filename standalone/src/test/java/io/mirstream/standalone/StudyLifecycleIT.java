package io.mirstream.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.mirstream.contracts.event.SeriesState;
import io.mirstream.contracts.event.StudyEvent;
import io.mirstream.contracts.event.StudyEventType;
import io.mirstream.contracts.event.StudyState;
import io.mirstream.contracts.event.StudyStatus;
import io.mirstream.contracts.id.CollectionName;
import io.mirstream.contracts.id.ModelFingerprint;
import io.mirstream.contracts.index.Index;
import io.mirstream.contracts.topic.Groups;
import io.mirstream.imaging.phantom.PhantomStudy;
import io.mirstream.standalone.stack.Observation;
import io.mirstream.standalone.stack.Service;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What becomes of a study in the index, through the real broker, model and node. */
@ExtendWith(RunningStack.class)
class StudyLifecycleIT {
    @Test
    void an_event_that_is_sent_three_times_leaves_the_documents_of_one(Mirstream mirstream) {
        CollectionName collection = new CollectionName("three-times");
        PhantomStudy study = Studies.phantom(101);
        StudyEvent event =
                Studies.event(study.studyUid(), Studies.write(study, mirstream.folder("three-times")), collection);
        mirstream.publish(StudyEventType.ARRIVED, event, "three-times");
        StudyStatus indexed = mirstream.awaitEnd(study.studyUid(), "three-times");
        Map<String, String> once = mirstream.documents(collection);

        mirstream.publish(StudyEventType.ARRIVED, event, "three-times");
        mirstream.publish(StudyEventType.ARRIVED, event, "three-times");
        sendAnotherAndAwaitIt(mirstream, 102);

        assertThat(indexed.state()).isEqualTo(StudyState.INDEXED);
        assertThat(indexed.series()).singleElement().satisfies(series -> {
            assertThat(series.state()).isEqualTo(SeriesState.INDEXED);
            assertThat(once).hasSize(1 + series.vectors());
        });
        assertThat(once.values()).allSatisfy(version -> assertThat(version).startsWith("version 1,"));
        assertThat(mirstream.documents(collection)).isEqualTo(once);
    }

    @Test
    void consumer_groups_rewound_to_the_beginning_change_nothing(Mirstream mirstream) {
        CollectionName collection = new CollectionName("rewound");
        Path folder = mirstream.folder("rewound");
        List<PhantomStudy> studies = Studies.phantoms(4, 110);
        for (PhantomStudy study : studies) {
            mirstream.publish(
                    StudyEventType.ARRIVED,
                    Studies.event(study.studyUid(), Studies.write(study, folder), collection),
                    "rewound");
        }
        studies.forEach(study -> mirstream.awaitEnd(study.studyUid(), "rewound"));
        Map<String, String> before = mirstream.documents(collection);
        awaitNoLag(mirstream);
        Map<String, String> images = mirstream.documents(collection, Index.PREVIEWS.alias());

        stop(mirstream, Service.INGEST, Service.EMBED);
        rewind(mirstream, Groups.INTAKE, embedGroup(mirstream), Groups.INDEXER, Groups.PREVIEWS);
        mirstream.up();
        awaitNoLag(mirstream);

        assertThat(before).hasSizeGreaterThan(4);
        assertThat(mirstream.documents(collection)).isEqualTo(before);
        assertThat(images).hasSizeGreaterThan(4);
        assertThat(versions(mirstream.documents(collection, Index.PREVIEWS.alias())))
                .isEqualTo(versions(images));
        assertThat(studies)
                .allSatisfy(study -> assertThat(mirstream.status(study.studyUid()))
                        .hasValueSatisfying(status -> assertThat(status.state()).isEqualTo(StudyState.INDEXED)));
    }

    @Test
    void an_amended_study_with_fewer_slices_leaves_no_stale_one(Mirstream mirstream) throws IOException {
        CollectionName collection = new CollectionName("amended");
        PhantomStudy study = Studies.phantom(120);
        Path location = Studies.write(study, mirstream.folder("amended"));
        StudyEvent event = Studies.event(study.studyUid(), location, collection);
        mirstream.publish(StudyEventType.ARRIVED, event, "arrived");
        mirstream.awaitEnd(study.studyUid(), "arrived");
        int before = mirstream.documents(collection).size();
        String coronal = awaitPreviews(mirstream, study, collection, 1);

        deleteUpperHalf(location);
        mirstream.publish(StudyEventType.AMENDED, event, "amended");
        StudyStatus amended = mirstream.awaitEnd(study.studyUid(), "amended");

        Map<String, String> after = mirstream.documents(collection);
        int vectors = amended.series().getFirst().vectors();
        assertThat(amended.revision()).isEqualTo(2);
        assertThat(1 + vectors).isLessThan(before);
        assertThat(after).hasSize(1 + vectors);
        assertThat(after.values()).allSatisfy(version -> assertThat(version).startsWith("version 2,"));
        assertThat(awaitPreviews(mirstream, study, collection, 2))
                .as("the coronal image")
                .isNotEqualTo(coronal);
    }

    @Test
    void a_retracted_study_leaves_nothing_to_be_found(Mirstream mirstream) {
        CollectionName collection = new CollectionName("retracted");
        PhantomStudy study = Studies.phantom(130);
        Path location = Studies.write(study, mirstream.folder("retracted"));
        mirstream.publish(StudyEventType.ARRIVED, Studies.event(study.studyUid(), location, collection), "arrived");
        mirstream.awaitEnd(study.studyUid(), "arrived");
        assertThat(mirstream.documents(collection)).isNotEmpty();
        awaitPreviews(mirstream, study, collection, 1);

        mirstream.publish(StudyEventType.RETRACTED, StudyEvent.of(study.studyUid()), "retracted");
        StudyStatus retracted = mirstream.awaitEnd(study.studyUid(), "retracted");

        assertThat(retracted.state()).isEqualTo(StudyState.RETRACTED);
        assertThat(mirstream.documents(collection)).isEmpty();
        assertThat(mirstream.documents(collection, Index.PREVIEWS.alias())).isEmpty();
        assertThat(mirstream.get(previews(mirstream, study)).body()).contains("PREVIEW_UNKNOWN");
        assertThat(mirstream.get(previews(mirstream, study) + "/coronal").body())
                .contains("PREVIEW_UNKNOWN");
        assertThat(mirstream
                        .post(
                                mirstream.stack().serviceUrl(Service.QUERY) + "/v1/search",
                                "{\"series\":\"%s\"}".formatted(study.seriesUid()))
                        .body())
                .contains("SERIES_UNKNOWN");
    }

    private static Map<String, String> versions(Map<String, String> documents) {
        Map<String, String> versions = new HashMap<>(documents);
        versions.replaceAll((id, version) -> version.replaceAll(",.*", ""));
        return versions;
    }

    private static String previews(Mirstream mirstream, PhantomStudy study) {
        return mirstream.stack().serviceUrl(Service.QUERY) + "/v1/series/" + study.seriesUid() + "/previews";
    }

    /** The ETag of the coronal image, once all images are of the revision. */
    private static String awaitPreviews(Mirstream mirstream, PhantomStudy study, CollectionName in, int revision) {
        await("previews of revision " + revision)
                .atMost(Mirstream.PATIENCE)
                .until(
                        () -> mirstream.documents(in, Index.PREVIEWS.alias()).values(),
                        images -> !images.isEmpty()
                                && images.stream().allMatch(image -> image.startsWith("version " + revision + ",")));
        JsonNode list = Mirstream.json(mirstream.get(previews(mirstream, study)));
        assertThat(list.path("slices")).as(list.toString()).isNotEmpty();
        HttpResponse<String> coronal = mirstream.get(mirstream.stack().serviceUrl(Service.QUERY)
                + list.at("/coronal/href").asText());
        assertThat(coronal.headers().firstValue("Content-Type")).contains("image/png");
        return coronal.headers().firstValue("ETag").orElseThrow();
    }

    /** What was sent before it is done once this one is. */
    private static void sendAnotherAndAwaitIt(Mirstream mirstream, long seed) {
        PhantomStudy other = Studies.phantom(seed);
        mirstream.publish(
                StudyEventType.ARRIVED,
                Studies.event(
                        other.studyUid(),
                        Studies.write(other, mirstream.folder("others")),
                        new CollectionName("others")),
                "other");
        mirstream.awaitEnd(other.studyUid(), "other");
        awaitNoLag(mirstream);
    }

    private static void awaitNoLag(Mirstream mirstream) {
        await("all groups to be done")
                .atMost(Mirstream.PATIENCE)
                .until(
                        () -> Observation.of(mirstream.stack()).lag(),
                        lag -> lag.values().stream().allMatch(records -> records == 0));
    }

    private static String embedGroup(Mirstream mirstream) {
        String url = mirstream.stack().serviceUrl(Service.QUERY) + "/v1/models";
        JsonNode model = Mirstream.json(mirstream.get(url)).at("/models/0/model");
        return Groups.embed(new ModelFingerprint(model.path("fingerprint").asText()));
    }

    private static void stop(Mirstream mirstream, Service... services) {
        for (Service service : services) {
            mirstream.stack().process(service).stop();
        }
    }

    private static void rewind(Mirstream mirstream, String... groups) {
        try (Admin admin = mirstream.stack().admin()) {
            for (String group : groups) {
                await("group " + group + " to be empty")
                        .atMost(Mirstream.PATIENCE)
                        .until(() -> admin.describeConsumerGroups(List.of(group))
                                .all()
                                .get()
                                .get(group)
                                .members()
                                .isEmpty());
                Map<TopicPartition, OffsetAndMetadata> beginning = new HashMap<>();
                admin.listConsumerGroupOffsets(group)
                        .partitionsToOffsetAndMetadata()
                        .get()
                        .keySet()
                        .forEach(partition -> beginning.put(partition, new OffsetAndMetadata(0)));
                assertThat(beginning).isNotEmpty();
                admin.alterConsumerGroupOffsets(group, beginning).all().get();
            }
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static void deleteUpperHalf(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            List<Path> slices = files.sorted().toList();
            for (Path slice : slices.subList(slices.size() / 2, slices.size())) {
                Files.delete(slice);
            }
        }
    }
}
