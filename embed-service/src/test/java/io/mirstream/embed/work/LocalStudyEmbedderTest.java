package io.mirstream.embed.work;

import static org.assertj.core.api.Assertions.assertThat;

import io.mirstream.contracts.error.ErrorCode;
import io.mirstream.contracts.event.EmbedRequest;
import io.mirstream.contracts.event.ModelRef;
import io.mirstream.contracts.event.Pooling;
import io.mirstream.contracts.event.SeriesState;
import io.mirstream.contracts.event.StudyEvent;
import io.mirstream.contracts.event.StudyEventType;
import io.mirstream.contracts.event.StudyState;
import io.mirstream.contracts.id.ModelFingerprint;
import io.mirstream.contracts.id.Revision;
import io.mirstream.contracts.id.SeriesUid;
import io.mirstream.contracts.id.StudyUid;
import io.mirstream.embed.encode.ImageEncoder;
import io.mirstream.embed.encode.Part;
import io.mirstream.embed.encode.SeriesEncoder;
import io.mirstream.embed.encode.SlabSpec;
import io.mirstream.embed.locate.FileLocations;
import io.mirstream.embed.preview.PreviewSpec;
import io.mirstream.embed.preview.Previewer;
import io.mirstream.embed.publish.StudyResult;
import io.mirstream.imaging.FileStudyReader;
import io.mirstream.imaging.ReadLimits;
import io.mirstream.imaging.phantom.Anatomy;
import io.mirstream.imaging.phantom.PhantomSpec;
import io.mirstream.imaging.phantom.PhantomStudy;
import io.mirstream.imaging.write.DicomSeriesWriter;
import io.mirstream.imaging.write.SeriesIdentity;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalStudyEmbedderTest {
    private static final PhantomStudy PHANTOM =
            new PhantomStudy(PhantomSpec.of(1, Anatomy.LIVER).small());

    @TempDir
    Path root;

    private LocalStudyEmbedder embedder;

    @BeforeEach
    void makeEmbedder() {
        FileStudyReader reader = new FileStudyReader(ReadLimits.DEFAULT);
        MeanEncoder encoder = new MeanEncoder();
        embedder = new LocalStudyEmbedder(
                new FileLocations(List.of(root)),
                reader,
                new SeriesEncoder(reader, encoder, Runnable::run),
                encoder.model(),
                Optional.empty(),
                Optional.of(new Previewer(PreviewSpec.DEFAULT, Runnable::run)),
                Clock.systemUTC());
    }

    @Test
    void every_ct_series_of_a_study_is_embedded() throws IOException {
        PHANTOM.writeDicom(root.resolve("a"));
        SeriesUid second = SeriesUid.derivedFrom("second series");
        DicomSeriesWriter.write(
                root.resolve("b"),
                new SeriesIdentity(PHANTOM.studyUid(), second, "ABDOMEN", PHANTOM.studyDate()),
                PHANTOM.render().volume());

        StudyResult result = embedder.embed(request(root.toUri()));

        assertThat(result.failure()).isEmpty();
        assertThat(result.status().state()).isEqualTo(StudyState.EMBEDDED);
        assertThat(result.embeddings())
                .extracting(series -> series.seriesInstanceUid())
                .containsExactlyInAnyOrder(PHANTOM.seriesUid(), second);
        assertThat(result.embeddings().getFirst().pooled()).containsKeys(Pooling.AVG, Pooling.MAX, Pooling.MEDIAN);
        assertThat(result.embeddings().getFirst().study()).hasSize(2);
    }

    @Test
    void every_embedded_series_has_previews() throws IOException {
        PHANTOM.writeDicom(root.resolve("a"));

        StudyResult result = embedder.embed(request(root.toUri()));

        assertThat(result.previews()).singleElement().satisfies(previews -> {
            assertThat(previews.seriesInstanceUid()).isEqualTo(PHANTOM.seriesUid());
            assertThat(previews.revision())
                    .isEqualTo(result.embeddings().getFirst().revision());
            assertThat(previews.summary())
                    .isEqualTo(result.embeddings().getFirst().summary());
            assertThat(previews.slices())
                    .hasSize(Math.min(32, previews.summary().slices()));
        });
    }

    @Test
    void a_truncated_image_fails_its_series_with_a_code() throws IOException {
        PHANTOM.writeDicom(root.resolve("a"));
        Path image = root.resolve("a/0003.dcm");
        byte[] bytes = Files.readAllBytes(image);
        Files.write(image, java.util.Arrays.copyOf(bytes, bytes.length - 1000));

        StudyResult result = embedder.embed(request(root.toUri()));

        assertThat(result.status().state()).isEqualTo(StudyState.FAILED);
        assertThat(result.status().errorCode()).contains(ErrorCode.TRUNCATED);
        assertThat(result.embeddings()).isEmpty();
        assertThat(result.previews()).isEmpty();
        assertThat(result.status().series())
                .singleElement()
                .satisfies(series -> assertThat(series.state()).isEqualTo(SeriesState.FAILED));
    }

    @Test
    void a_good_series_is_not_lost_for_a_bad_one() throws IOException {
        PHANTOM.writeDicom(root.resolve("a"));
        Path bad = root.resolve("b");
        DicomSeriesWriter.write(
                bad,
                new SeriesIdentity(PHANTOM.studyUid(), SeriesUid.derivedFrom("bad"), "ABDOMEN", PHANTOM.studyDate()),
                PHANTOM.render().volume());
        byte[] bytes = Files.readAllBytes(bad.resolve("0000.dcm"));
        Files.write(bad.resolve("0000.dcm"), java.util.Arrays.copyOf(bytes, bytes.length / 2));

        StudyResult result = embedder.embed(request(root.toUri()));

        assertThat(result.status().state()).isEqualTo(StudyState.EMBEDDED);
        assertThat(result.embeddings()).hasSize(1);
        assertThat(result.failure()).map(StudyResult.Failure::code).contains(ErrorCode.TRUNCATED);
    }

    @Test
    void each_kind_of_nothing_has_its_code() throws IOException {
        assertThat(codeOf(root.resolve("nowhere").toUri())).isEqualTo(ErrorCode.LOCATION_NOT_FOUND);

        Path empty = Files.createDirectories(root.resolve("empty"));
        assertThat(codeOf(empty.toUri())).isEqualTo(ErrorCode.STUDY_EMPTY);

        Path notes = Files.createDirectories(root.resolve("notes"));
        Files.writeString(notes.resolve("notes.txt"), "no image");
        assertThat(codeOf(notes.toUri())).isEqualTo(ErrorCode.NO_CT_SERIES);

        Path foreign = root.resolve("foreign");
        DicomSeriesWriter.write(
                foreign,
                new SeriesIdentity(
                        StudyUid.derivedFrom("another"), SeriesUid.derivedFrom("x"), "CHEST", PHANTOM.studyDate()),
                PHANTOM.render().volume());
        assertThat(codeOf(foreign.toUri())).isEqualTo(ErrorCode.STUDY_UID_MISMATCH);
    }

    @Test
    void fewer_instances_than_expected_are_refused() throws IOException {
        PHANTOM.writeDicom(root.resolve("a"));
        StudyEvent event = new StudyEvent(
                PHANTOM.studyUid(), Optional.of(root.toUri()), null, Optional.of(9_999), null, null, null, null);

        StudyResult result = embedder.embed(request(event));

        assertThat(result.status().errorCode()).contains(ErrorCode.STUDY_INCOMPLETE);
    }

    private ErrorCode codeOf(URI location) {
        return embedder.embed(request(location)).status().errorCode().orElseThrow();
    }

    private static EmbedRequest request(URI location) {
        return request(StudyEvent.at(PHANTOM.studyUid(), location));
    }

    private static EmbedRequest request(StudyEvent event) {
        return new EmbedRequest(StudyEventType.ARRIVED, event, Revision.FIRST, "event", Instant.EPOCH);
    }

    /** Two numbers a slab. */
    private static final class MeanEncoder implements ImageEncoder {
        @Override
        public ModelRef model() {
            return new ModelRef("mean", "1", new ModelFingerprint("0123456789abcdef"), 2, 0, false);
        }

        @Override
        public SlabSpec input() {
            return new SlabSpec(6, 64, 12, 64, 0.05, (short) -1024);
        }

        @Override
        public List<float[]> encode(List<Part> parts) {
            return parts.stream().map(MeanEncoder::vector).toList();
        }

        private static float[] vector(Part part) {
            float sum = 0;
            for (float hu : part.hounsfield()) {
                sum += hu;
            }
            return new float[] {sum / part.hounsfield().length, 1};
        }

        @Override
        public void close() {
            // nothing is held
        }
    }
}
