package io.mirstream.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.mirstream.contracts.event.StudyEvent;
import io.mirstream.contracts.event.StudyEventType;
import io.mirstream.contracts.event.StudyState;
import io.mirstream.contracts.id.CollectionName;
import io.mirstream.embed.builtin.StandInModels;
import io.mirstream.imaging.phantom.Anatomy;
import io.mirstream.imaging.phantom.PhantomSpec;
import io.mirstream.imaging.phantom.PhantomStudy;
import io.mirstream.standalone.home.Home;
import io.mirstream.standalone.stack.Service;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Encoders of real size by their manifests, from events to search results: slices, volumes, patches. The weights are
 * seeded: a body that was scanned twice is to find its other scan, which says that pixels, geometry and index are right,
 * and nothing about how good an encoder is.
 */
class ManifestModelsIT {
    /** Few slices: a vision transformer takes half a second for each. */
    private static final int STRIDE_MM = 50;

    private static final Anatomy[] BODIES = {Anatomy.LUNG, Anatomy.LIVER, Anatomy.COLON};

    private static Mirstream mirstream;

    @TempDir
    Path model;

    @BeforeAll
    static void inAHomeOfItsOwn() {
        mirstream = Mirstream.inFreshHome("models");
    }

    @AfterAll
    static void down() {
        mirstream.close();
    }

    @Test
    void slices_and_texts_of_one_space() throws IOException {
        StandInModels.slices(model, STRIDE_MM);
        upWithModel();
        List<Body> bodies = ingest("slices", 5_000);

        assertEachFindsItsOther(bodies, "slices");
        assertAnImageFindsItsBody(bodies, 5_000, "slices");
        JsonNode byText = mirstream.search("{\"text\": \"a nodule in the chest\", \"k\": 6}");
        assertThat(byText.path("hits")).hasSize(6); // all images: what their reports say is not asked
        assertThat(byText.path("model").path("id").asText()).isEqualTo("stand-in-vit-b16");
    }

    @Test
    void volumes_and_texts_of_another_space() throws IOException {
        StandInModels.volume(model);
        upWithModel();
        List<Body> bodies = ingest("volumes", 5_100);

        assertEachFindsItsOther(bodies, "volumes");
        assertAnImageFindsItsBody(bodies, 5_100, "volumes");
        JsonNode byText = mirstream.search("{\"text\": \"%s\", \"k\": 1, \"filters\": {\"collections\": [\"volumes\"]}}"
                .formatted(bodies.get(1).report()));
        assertThat(bodies.get(1).seriesUids()).contains(firstHit(byText));
    }

    @Test
    void patches_without_texts() throws IOException {
        StandInModels.patches(model);
        upWithModel();
        List<Body> bodies = ingest("patches", 5_200);

        assertEachFindsItsOther(bodies, "patches");
        assertAnImageFindsItsBody(bodies, 5_200, "patches");
        HttpResponse<String> byText =
                mirstream.post(mirstream.stack().serviceUrl(Service.QUERY) + "/v1/search", "{\"text\": \"a nodule\"}");
        assertThat(byText.statusCode()).isEqualTo(400);
        assertThat(byText.body()).contains("QUERY_UNSUPPORTED", "search by a series or an image");
    }

    /** One body, scanned twice: with other pixels and other gaps. */
    private record Body(PhantomStudy scan, PhantomStudy again) {
        static Body of(long seed, Anatomy anatomy) {
            return new Body(
                    new PhantomStudy(new PhantomSpec(seed, anatomy, List.of(), 96, 12)),
                    new PhantomStudy(new PhantomSpec(seed, anatomy, List.of(), 112, 10)));
        }

        /** Not in the index. */
        static PhantomStudy third(long seed, Anatomy anatomy) {
            return new PhantomStudy(new PhantomSpec(seed, anatomy, List.of(), 104, 11));
        }

        String report() {
            return scan.report();
        }

        List<String> seriesUids() {
            return List.of(scan.seriesUid().value(), again.seriesUid().value());
        }
    }

    /** With the model of this test and an empty index: the services are started anew, broker and node stay. */
    private void upWithModel() {
        for (Service service : Service.values()) {
            mirstream.stack().process(service).stop();
        }
        mirstream.stack().upBackends();
        mirstream.deleteIndices();
        Home.Settings before = mirstream.home().settings();
        mirstream.home().remember(before.embeddingBy(Optional.of(model)));
        mirstream.up();
    }

    private static List<Body> ingest(String name, long firstSeed) throws IOException {
        CollectionName collection = new CollectionName(name);
        List<Body> bodies = new ArrayList<>();
        for (int i = 0; i < BODIES.length; i++) {
            bodies.add(Body.of(firstSeed + i, BODIES[i]));
        }
        List<PhantomStudy> studies = new ArrayList<>();
        bodies.forEach(body -> studies.addAll(List.of(body.scan(), body.again())));
        for (PhantomStudy study : studies) {
            Path location = Files.createDirectories(
                    mirstream.folder(name).resolve(study.studyUid().value()));
            study.writeDicom(location);
            mirstream.publish(
                    StudyEventType.ARRIVED,
                    new StudyEvent(
                            study.studyUid(),
                            Optional.of(location.toUri()),
                            List.of(),
                            Optional.empty(),
                            collection,
                            Optional.of(study.report()),
                            Map.of(),
                            Optional.empty()),
                    name);
        }
        assertThat(studies)
                .allSatisfy(study -> assertThat(mirstream.awaitEnd(study.studyUid(), name))
                        .satisfies(status ->
                                assertThat(status.state()).as(status.toString()).isEqualTo(StudyState.INDEXED)));
        return bodies;
    }

    /** In its collection: a model that is new embeds what other tests sent, too. */
    private static void assertEachFindsItsOther(List<Body> bodies, String collection) {
        assertThat(bodies).allSatisfy(body -> {
            JsonNode found = mirstream.search("{\"series\": \"%s\", \"k\": 1, \"filters\": {\"collections\": [\"%s\"]}}"
                    .formatted(body.scan().seriesUid(), collection));
            assertThat(firstHit(found)).isEqualTo(body.again().seriesUid().value());
        });
    }

    private static void assertAnImageFindsItsBody(List<Body> bodies, long firstSeed, String collection)
            throws IOException {
        PhantomStudy third = Body.third(firstSeed, BODIES[0]);
        Path image = Files.createDirectories(
                mirstream.folder("images").resolve(third.studyUid().value()));
        third.writeDicom(image);

        Mirstream.Ended found =
                mirstream.run("search", "--image", image.toString(), "--collection", collection, "-k", "2", "--json");

        assertThat(found.exitCode()).as(found.err()).isZero();
        assertThat(found.json().path("hits").findValuesAsText("seriesInstanceUid"))
                .containsExactlyInAnyOrderElementsOf(bodies.getFirst().seriesUids());
    }

    private static String firstHit(JsonNode result) {
        return result.path("hits").path(0).path("seriesInstanceUid").asText();
    }
}
