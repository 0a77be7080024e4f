package io.mirstream.imaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.mirstream.contracts.error.ErrorCode;
import io.mirstream.imaging.nifti.NiftiVolume;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Compares what this module reads with what independent decoders read (values, order, geometry), on real CT. */
class ReferenceCtTest {
    private static final Path DATA = Path.of("../../shared/data/ct");
    private final FileStudyReader reader = reader(ReadLimits.DEFAULT);
    private static JsonNode reference;

    /** What is under test; a module that brings another reader of files runs these tests with it. */
    FileStudyReader reader(ReadLimits limits) {
        return new FileStudyReader(limits);
    }

    @BeforeAll
    static void readReference() throws IOException {
        Path file = DATA.resolve("reference.json");
        assumeTrue(Files.exists(file), "skipped: the reference CT is not beside this checkout (../shared/data/ct)");
        reference = new ObjectMapper().readTree(Files.readAllBytes(file));
    }

    @TestFactory
    Stream<DynamicTest> dicom_series_equal_the_reference_decoders() {
        return elements("series")
                .map(series -> DynamicTest.dynamicTest(series.get("name").asText(), () -> compareDicom(series)));
    }

    @TestFactory
    Stream<DynamicTest> what_is_no_hounsfield_image_is_never_listed_to_be_embedded() {
        return elements("series")
                .filter(series -> series.path("rescaleType").asText().equals("US"))
                .map(series -> DynamicTest.dynamicTest(series.get("name").asText(), () -> {
                    try (StudyListing listing =
                            reader.list(DATA.resolve(series.get("name").asText()), Optional.empty())) {
                        assertThat(listing.series()).isEmpty();
                        assertThat(listing.refusedSeries()).singleElement().satisfies(refused -> {
                            assertThat(refused.code()).isEqualTo(ErrorCode.NOT_HOUNSFIELD);
                            assertThat(refused.skipped()).isTrue();
                        });
                    }
                }));
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

    private void compareDicom(JsonNode expected) throws IOException {
        try (StudyListing listing =
                reader.listEverything(DATA.resolve(expected.get("name").asText()))) {
            assertThat(listing.series()).as("series, but: %s", listing).hasSize(1);
            SeriesInspection found = reader.inspect(listing.series().getFirst(), Runnable::run);
            if (!expected.get("studyInstanceUid").asText().isEmpty()) { // else they are derived from the content
                assertThat(found.series().studyInstanceUid().value())
                        .isEqualTo(expected.get("studyInstanceUid").asText());
                assertThat(found.series().seriesInstanceUid().value())
                        .isEqualTo(expected.get("seriesInstanceUid").asText());
            }
            comparePixels(expected, found, listing);
            compareGeometry(expected, found);
            compareHeader(expected, found.header());
            compareSlices(expected.get("sliceList"), found.planes());
        }
    }

    private void comparePixels(JsonNode expected, SeriesInspection found, StudyListing listing) throws IOException {
        int tolerance = expected.get("tolerance").asInt();
        if (tolerance == 0) {
            assertThat(found.sliceCrc32()).isEqualTo(strings(expected.get("sliceList"), "crc32"));
            assertThat(found.sha256()).isEqualTo(expected.get("sha256").asText());
            assertThat(found.minHu()).isEqualTo(expected.get("minHu").asInt());
            assertThat(found.maxHu()).isEqualTo(expected.get("maxHu").asInt());
            assertThat(found.meanHu()).isCloseTo(expected.get("meanHu").asDouble(), within(1e-5));
            return;
        }
        Path pixels = DATA.resolve(expected.get("pixels").asText());
        try (DataInputStream in = new DataInputStream(new GZIPInputStream(Files.newInputStream(pixels)))) {
            reader.read(listing.series().getFirst(), Runnable::run, slice -> {
                for (short hu : slice.hounsfield()) {
                    assertThat((int) hu).isCloseTo(next(in), within(tolerance));
                }
            });
        }
    }

    private static int next(DataInputStream in) {
        try {
            return Short.reverseBytes(in.readShort());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void compareGeometry(JsonNode expected, SeriesInspection found) {
        VolumeGeometry geometry = found.geometry();
        assertThat(geometry.orientation()).isEqualTo(expected.get("orientation").asText());
        assertThat(geometry.rows()).isEqualTo(expected.get("rows").asInt());
        assertThat(geometry.columns()).isEqualTo(expected.get("columns").asInt());
        assertThat(geometry.slices()).isEqualTo(expected.get("slices").asInt());
        assertThat(geometry.rowSpacingMm())
                .isEqualTo(expected.get("pixelSpacing").get(0).asDouble());
        assertThat(geometry.columnSpacingMm())
                .isEqualTo(expected.get("pixelSpacing").get(1).asDouble());
        for (int i = 0; i < geometry.slices(); i++) {
            assertThat(geometry.positionsMm().get(i))
                    .isCloseTo(expected.get("positions").get(i).asDouble(), within(1e-4));
        }
        if (geometry.slices() > 1) {
            assertThat(geometry.medianGapMm())
                    .isCloseTo(expected.get("medianGap").asDouble(), within(1e-4));
            assertThat(geometry.minGapMm()).isCloseTo(expected.get("minGap").asDouble(), within(1e-4));
            assertThat(geometry.maxGapMm()).isCloseTo(expected.get("maxGap").asDouble(), within(1e-4));
            assertThat(geometry.gantryTiltDegrees())
                    .isCloseTo(expected.get("gantryTiltDegrees").asDouble(), within(1e-3));
        }
    }

    /** Every attribute that both name. */
    private static void compareHeader(JsonNode expected, Map<String, Object> found) {
        JsonNode header = new ObjectMapper().valueToTree(found);
        assertThat(header.size()).isGreaterThan(12);
        header.properties().forEach(attribute -> {
            assertThat(expected.has(attribute.getKey())).as(attribute.getKey()).isTrue();
            assertSame(attribute.getKey(), expected.get(attribute.getKey()), attribute.getValue());
        });
    }

    private static void compareSlices(JsonNode expected, List<SeriesInspection.Plane> found) {
        for (SeriesInspection.Plane plane : found) {
            JsonNode slice = expected.get(plane.index());
            JsonNode source = new ObjectMapper().valueToTree(plane.source());
            assertThat(source.get("file").asText())
                    .endsWith(slice.get("file").asText().replaceAll("^.*/", ""));
            for (String name : List.of("frame", "sopInstanceUid", "instanceNumber", "imagePositionPatient")) {
                assertSame(name, slice.get(name), source.get(name));
            }
        }
    }

    private static void assertSame(String name, JsonNode expected, JsonNode found) {
        if (expected.isArray()) {
            assertThat(found.size()).as(name).isEqualTo(expected.size());
            for (int i = 0; i < expected.size(); i++) {
                assertSame(name, expected.get(i), found.get(i));
            }
        } else if (expected.isNumber()) {
            assertThat(found.asDouble()).as(name).isCloseTo(expected.asDouble(), within(1e-5));
        } else {
            assertThat(found).as(name).isEqualTo(expected);
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
            JsonNode storage = new ObjectMapper().valueToTree(found.header()).get("storage");
            assertThat(strings(storage.get("crc32"), null))
                    .isEqualTo(strings(expected.get("storage").get("crc32"), null));
            assertThat(storage.get("sha256")).isEqualTo(expected.get("storage").get("sha256"));
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
