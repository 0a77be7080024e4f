package io.mirstream.imaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.mirstream.imaging.nifti.NiftiVolume;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Compares what this module reads with what independent decoders read (values, order, geometry), on real CT. */
class ReferenceCtTest {
    private static final Path DATA = Path.of("../../shared/data/ct");
    private static final Set<String> DECODED_HERE = Set.of(
            "1.2.840.10008.1.2",
            "1.2.840.10008.1.2.1",
            "1.2.840.10008.1.2.1.99",
            "1.2.840.10008.1.2.2",
            "1.2.840.10008.1.2.5");

    private final FileStudyReader reader = new FileStudyReader(ReadLimits.DEFAULT);
    private static JsonNode reference;

    @BeforeAll
    static void readReference() throws IOException {
        Path file = DATA.resolve("reference.json");
        assumeTrue(Files.exists(file), "skipped: the reference CT is not beside this checkout (../shared/data/ct)");
        reference = new ObjectMapper().readTree(Files.readAllBytes(file));
    }

    @TestFactory
    Stream<DynamicTest> dicom_series_equal_the_reference_decoders() {
        return elements("series")
                .filter(series ->
                        DECODED_HERE.contains(series.get("transferSyntaxUid").asText()))
                .filter(series -> !series.get("name").asText().startsWith("enhanced/"))
                .map(series -> DynamicTest.dynamicTest(series.get("name").asText(), () -> compareDicom(series)));
    }

    @TestFactory
    Stream<DynamicTest> nifti_volumes_equal_the_reference_in_patient_axes() {
        return elements("nifti")
                .map(volume -> DynamicTest.dynamicTest(volume.get("file").asText(), () -> compareNifti(volume)));
    }

    @TestFactory
    Stream<DynamicTest> awkward_files_are_refused_with_the_right_code() {
        return elements("edge")
                .filter(edge -> edge.get("expect").asText().equals("reject"))
                .map(edge -> DynamicTest.dynamicTest(edge.get("file").asText(), () -> compareRefusal(edge)));
    }

    @Test
    void syntaxes_that_are_not_decoded_are_named() {
        try (StudyListing listing = reader.list(DATA.resolve("ct-series/chest-nlst-jpegls"), Optional.empty())) {
            assertThat(listing.series()).isEmpty();
            assertThat(listing.refusedSeries())
                    .singleElement()
                    .satisfies(series -> assertThat(series.code().name()).isEqualTo("UNSUPPORTED_TRANSFER_SYNTAX"));
        }
    }

    private void compareDicom(JsonNode expected) {
        try (StudyListing listing =
                reader.list(DATA.resolve(expected.get("name").asText()), Optional.empty())) {
            assertThat(listing.series()).as("series, but: %s", listing).hasSize(1);
            SeriesInspection found = reader.inspect(listing.series().getFirst(), Runnable::run);
            assertThat(found.series().studyInstanceUid().value())
                    .isEqualTo(expected.get("studyInstanceUid").asText());
            assertThat(found.series().seriesInstanceUid().value())
                    .isEqualTo(expected.get("seriesInstanceUid").asText());
            assertThat(found.sliceCrc32()).isEqualTo(strings(expected.get("sliceList"), "crc32"));
            assertThat(found.sha256()).isEqualTo(expected.get("sha256").asText());
            assertThat(found.minHu()).isEqualTo(expected.get("minHu").asInt());
            assertThat(found.maxHu()).isEqualTo(expected.get("maxHu").asInt());
            VolumeGeometry geometry = found.series().geometry();
            assertThat(geometry.orientation())
                    .isEqualTo(expected.get("orientation").asText());
            for (int i = 0; i < geometry.slices(); i++) {
                assertThat(geometry.positionsMm().get(i))
                        .isCloseTo(expected.get("positions").get(i).asDouble(), within(1e-4));
            }
        }
    }

    private void compareNifti(JsonNode expected) {
        try (StudyListing listing =
                reader.list(DATA.resolve(expected.get("file").asText()), Optional.empty())) {
            SeriesListing series = listing.series().getFirst();
            SeriesInspection found = reader.inspect(series, Runnable::run);
            JsonNode lps = expected.get("lps");
            assertThat(found.sliceCrc32()).isEqualTo(strings(lps.get("crc32"), null));
            assertThat(found.sha256()).isEqualTo(lps.get("sha256").asText());
            VolumeGeometry geometry = found.series().geometry();
            assertThat(List.of(geometry.columns(), geometry.rows(), geometry.slices()))
                    .isEqualTo(integers(lps.get("shape")));
            assertThat(geometry.columnSpacingMm())
                    .isCloseTo(lps.get("spacing").get(0).asDouble(), within(1e-4));
            assertThat(geometry.rowSpacingMm())
                    .isCloseTo(lps.get("spacing").get(1).asDouble(), within(1e-4));
            assertThat(geometry.medianGapMm())
                    .isCloseTo(lps.get("spacing").get(2).asDouble(), within(1e-4));
            compareStored(expected, ((NiftiSeries) series).volume().stored());
            List<short[]> slices = new ArrayList<>();
            reader.read(series, Runnable::run, slice -> slices.add(slice.hounsfield()));
            assertThat(StoredOrder.crc32(
                            slices, geometry, expected.get("orientation").asText()))
                    .isEqualTo(strings(expected.get("storage").get("crc32"), null));
        }
    }

    private static void compareStored(JsonNode expected, NiftiVolume.Stored found) {
        JsonNode header = expected.get("header");
        assertThat(found.datatype()).isEqualTo(header.get("datatype").asInt());
        assertThat(found.slope()).isEqualTo(header.get("sclSlope").asDouble());
        assertThat(found.intercept()).isEqualTo(header.get("sclInter").asDouble());
        assertThat(found.shape()).isEqualTo(integers(expected.get("shape")));
        assertThat(found.orientation()).isEqualTo(expected.get("orientation").asText());
        assertThat(found.affineFrom()).isEqualTo(expected.get("affineFrom").asText());
        for (int column = 0; column < 4; column++) {
            double squares = 0;
            for (int row = 0; row < 3; row++) {
                double value = found.affineRas().get(row).get(column);
                assertThat(value)
                        .as("row %d, column %d", row, column)
                        .isCloseTo(
                                expected.get("affineRas").get(row).get(column).asDouble(), within(1e-4));
                squares += value * value;
            }
            if (column < 3) {
                assertThat(Math.sqrt(squares))
                        .isCloseTo(expected.get("spacing").get(column).asDouble(), within(1e-4));
            }
        }
    }

    private void compareRefusal(JsonNode expected) {
        List<String> allowed = new ArrayList<>(strings(expected.get("alsoFine"), null));
        allowed.add(expected.get("reason").asText());
        try (StudyListing listing =
                reader.list(DATA.resolve(expected.get("file").asText()), Optional.empty())) {
            assertThat(listing.series()).isEmpty();
            List<String> codes = new ArrayList<>();
            listing.refused().forEach(refused -> codes.add(refused.code().name()));
            listing.refusedSeries().forEach(refused -> codes.add(refused.code().name()));
            assertThat(codes).hasSize(1).allMatch(allowed::contains, "one of " + allowed);
        }
    }

    private static Stream<JsonNode> elements(String name) {
        return StreamSupport.stream(reference.get(name).spliterator(), false);
    }

    private static List<Integer> integers(JsonNode array) {
        List<Integer> values = new ArrayList<>();
        array.forEach(each -> values.add(each.asInt()));
        return values;
    }

    private static List<String> strings(JsonNode array, String field) {
        List<String> values = new ArrayList<>();
        array.forEach(each ->
                values.add(field == null ? each.asText() : each.get(field).asText()));
        return values;
    }
}
