package io.mirstream.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.mirstream.contracts.event.StudyEventType;
import io.mirstream.contracts.event.StudyState;
import io.mirstream.contracts.id.CollectionName;
import io.mirstream.contracts.id.SeriesUid;
import io.mirstream.contracts.id.StudyUid;
import io.mirstream.imaging.FileStudyReader;
import io.mirstream.imaging.ReadLimits;
import io.mirstream.imaging.SeriesListing;
import io.mirstream.imaging.StudyListing;
import io.mirstream.imaging.VolumeGeometry;
import io.mirstream.imaging.phantom.PhantomStudy;
import io.mirstream.imaging.write.CtVolume;
import io.mirstream.imaging.write.DicomSeriesWriter;
import io.mirstream.imaging.write.SeriesIdentity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Real CT beside forty phantoms. Skipped where the data is not at hand. */
@ExtendWith(RunningStack.class)
class RealCtIT {
    private static final List<String> SERIES =
            List.of("abdomen-crlm1006", "body-totalseg-j2k", "chest-cip64", "chest-nlst-jpegls", "head-ge-tilt");
    private static final CollectionName PHANTOMS = new CollectionName("real-ct-phantoms");
    private static final FileStudyReader READER = new FileStudyReader(ReadLimits.DEFAULT);

    @BeforeAll
    static void ingestAll(Mirstream mirstream) throws IOException {
        Path data = mirstream.checkout().resolve("../shared/data/ct/ct-series").normalize();
        assumeTrue(Files.isDirectory(data), "no real CT at " + data);
        List<Sent> sent = new ArrayList<>();
        for (PhantomStudy phantom : Studies.phantoms(40, 3_000)) {
            Path location = Studies.write(phantom, mirstream.folder("real-ct-phantoms"));
            sent.add(send(mirstream, phantom.studyUid(), location, PHANTOMS));
        }
        for (String name : SERIES) {
            CtVolume volume = volume(data.resolve(name));
            sent.add(send(mirstream, name, volume, whole(name)));
            sent.add(send(mirstream, name + "-even", volume.everySecond(0), halves(name)));
            sent.add(send(mirstream, name + "-odd", volume.everySecond(1), halves(name)));
        }
        for (Sent each : sent) {
            assertThat(mirstream.awaitEnd(each.study(), "real-ct").state()).isEqualTo(StudyState.INDEXED);
        }
    }

    private record Sent(StudyUid study) {}

    @ParameterizedTest
    @CsvSource({"volume, pooling, avg", "slice, ranking, freq", "slice, ranking, sum"})
    void odd_and_even_slices_are_each_others_first_hit_among_all_series(
            String method, String option, String value, Mirstream mirstream) {
        for (String name : SERIES) {
            assertThat(firstHit(mirstream, name, "-even", method, option, value))
                    .isEqualTo(series(name + "-odd"));
            assertThat(firstHit(mirstream, name, "-odd", method, option, value)).isEqualTo(series(name + "-even"));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"abdomen-crlm1006", "body-totalseg-j2k", "chest-cip64", "chest-nlst-jpegls", "head-ge-tilt"})
    void an_uploaded_series_finds_itself_in_the_index(String name, Mirstream mirstream) {
        Path image = mirstream.home().inbox().resolve("real-ct").resolve(name + "-even");

        JsonNode found = mirstream
                .run(
                        "search",
                        "--image",
                        image.toString(),
                        "--collection",
                        halves(name).value(),
                        "--k",
                        "1",
                        "--json")
                .json();

        // not itself, because a query's own series never comes back, but its other half
        assertThat(found.path("hits").get(0).path("seriesInstanceUid").asText())
                .isEqualTo(series(name + "-odd").value());
    }

    private static SeriesUid firstHit(
            Mirstream mirstream, String name, String half, String method, String option, String value) {
        List<String> collections = new ArrayList<>(List.of(quoted(PHANTOMS), quoted(halves(name))));
        SERIES.stream().filter(other -> !other.equals(name)).forEach(other -> {
            collections.add(quoted(whole(other)));
            collections.add(quoted(halves(other)));
        });
        JsonNode answer = mirstream.search(
                "{\"series\":\"%s\",\"method\":\"%s\",\"%s\":\"%s\",\"k\":3,\"filters\":{\"collections\":%s}}"
                        .formatted(series(name + half), method, option, value, collections));
        return new SeriesUid(
                answer.path("hits").get(0).path("seriesInstanceUid").asText());
    }

    private static String quoted(CollectionName name) {
        return "\"" + name + "\"";
    }

    private static CollectionName whole(String name) {
        return new CollectionName("whole-" + name);
    }

    private static CollectionName halves(String name) {
        return new CollectionName("halves-" + name);
    }

    private static SeriesUid series(String name) {
        return SeriesUid.derivedFrom("real-ct", name);
    }

    private static Sent send(Mirstream mirstream, String name, CtVolume volume, CollectionName collection)
            throws IOException {
        StudyUid study = StudyUid.derivedFrom("real-ct", name);
        Path folder = Files.createDirectories(mirstream.folder("real-ct").resolve(name));
        DicomSeriesWriter.write(folder, new SeriesIdentity(study, series(name), "", LocalDate.of(2024, 1, 1)), volume);
        return send(mirstream, study, folder, collection);
    }

    private static Sent send(Mirstream mirstream, StudyUid study, Path location, CollectionName collection) {
        mirstream.publish(StudyEventType.ARRIVED, Studies.event(study, location, collection), "real-ct");
        return new Sent(study);
    }

    private static CtVolume volume(Path folder) {
        try (StudyListing listing = READER.list(folder, Optional.empty())) {
            SeriesListing series = listing.series().getFirst();
            VolumeGeometry geometry = series.geometry();
            List<short[]> slices = new ArrayList<>();
            List<Double> positions = new ArrayList<>();
            READER.read(series, Runnable::run, slice -> {
                slices.add(slice.hounsfield().clone());
                positions.add(slice.positionMm());
            });
            return new CtVolume(
                    geometry.rows(),
                    geometry.columns(),
                    geometry.columnSpacingMm(),
                    -geometry.columns() * geometry.columnSpacingMm() / 2,
                    -geometry.rows() * geometry.rowSpacingMm() / 2,
                    positions,
                    slices);
        }
    }
}
