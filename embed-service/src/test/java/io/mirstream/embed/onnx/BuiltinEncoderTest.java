package io.mirstream.embed.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.mirstream.contracts.event.Pooling;
import io.mirstream.contracts.id.SeriesUid;
import io.mirstream.contracts.id.StudyUid;
import io.mirstream.embed.encode.EncodedSeries;
import io.mirstream.embed.encode.SeriesEncoder;
import io.mirstream.imaging.FileStudyReader;
import io.mirstream.imaging.ReadLimits;
import io.mirstream.imaging.SeriesListing;
import io.mirstream.imaging.Slice;
import io.mirstream.imaging.StudyListing;
import io.mirstream.imaging.phantom.Phantom;
import io.mirstream.imaging.phantom.PhantomSpec;
import io.mirstream.imaging.phantom.Phantoms;
import io.mirstream.imaging.write.CtVolume;
import io.mirstream.imaging.write.DicomSeriesWriter;
import io.mirstream.imaging.write.SeriesIdentity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The built-in model tells anatomies apart, and gives nearly the same vectors for a body that was sliced differently. */
class BuiltinEncoderTest {
    private static final Path DATA = Path.of("../../shared/data/ct");
    private static final int PHANTOMS = 40;

    private static Model model;
    private static SeriesEncoder encoder;
    private static final FileStudyReader READER = new FileStudyReader(ReadLimits.DEFAULT);
    private static final Map<String, float[]> PHANTOM_VECTORS = new LinkedHashMap<>();

    @TempDir
    static Path scratch;

    @BeforeAll
    static void embedPhantoms() throws IOException {
        model = Model.load(ModelFolder.of(Optional.empty()), List.of("cpu"), 2);
        encoder = new SeriesEncoder(READER, model.image(), Runnable::run);
        for (PhantomSpec spec : Phantoms.cohort(PHANTOMS, 1)) {
            PhantomSpec coarse = new PhantomSpec(spec.seed(), spec.anatomy(), spec.lesions(), 128, 6);
            String name = spec.anatomy().label() + "-" + spec.seed();
            PHANTOM_VECTORS.put(name, volumeVector(name, Phantom.render(coarse).volume()));
        }
    }

    @AfterAll
    static void closeModel() {
        model.close();
    }

    @Test
    void nearest_phantoms_show_the_same_anatomy() {
        int first = 0;
        int inFirstThree = 0;
        for (Map.Entry<String, float[]> query : PHANTOM_VECTORS.entrySet()) {
            List<String> ranked = ranking(query.getKey(), query.getValue(), PHANTOM_VECTORS);
            first += anatomy(ranked.getFirst()).equals(anatomy(query.getKey())) ? 1 : 0;
            inFirstThree +=
                    ranked.subList(0, 3).stream().anyMatch(hit -> anatomy(hit).equals(anatomy(query.getKey()))) ? 1 : 0;
        }
        System.out.printf(
                Locale.ROOT, "anatomy: first hit %d of 40, among first three %d of 40%n", first, inFirstThree);
        assertThat(first).isEqualTo(PHANTOMS);
        assertThat(inFirstThree).isEqualTo(PHANTOMS);
    }

    @Test
    void odd_and_even_slices_of_real_series_are_each_others_first_hit() throws IOException {
        assumeTrue(Files.isDirectory(DATA), "skipped: the real CT is not beside this checkout (../shared/data/ct)");
        Map<String, float[]> gallery = new LinkedHashMap<>(PHANTOM_VECTORS);
        List<String> series = new ArrayList<>();
        for (Path location : realSeries()) {
            String name = location.getFileName().toString();
            series.add(name);
            CtVolume volume = volume(location);
            gallery.put(name + " even", volumeVector(name + " even", volume.everySecond(0)));
            gallery.put(name + " odd", volumeVector(name + " odd", volume.everySecond(1)));
        }
        for (String name : series) {
            for (String half : List.of(" even", " odd")) {
                String other = half.equals(" even") ? " odd" : " even";
                List<String> ranked = ranking(name + half, gallery.get(name + half), gallery);
                System.out.printf(
                        Locale.ROOT,
                        "%-36s other half %.4f, next %-30s %.4f%n",
                        name + half,
                        cosine(gallery.get(name + half), gallery.get(name + other)),
                        ranked.get(1),
                        cosine(gallery.get(name + half), gallery.get(ranked.get(1))));
                assertThat(ranked.getFirst()).isEqualTo(name + other);
            }
        }
    }

    private static List<Path> realSeries() {
        List<Path> series = new ArrayList<>();
        for (String name : List.of(
                "ct-series/abdomen-crlm1006",
                "ct-series/chest-cip64",
                "nifti/STS_008_CT_image.nii.gz",
                "nifti/STS_019_CT_image.nii.gz",
                "nifti/totalseg_example_ct.nii.gz",
                "nifti/CT_AVM.nii.gz")) {
            series.add(DATA.resolve(name));
        }
        return series;
    }

    /** The slices of a real series as a volume that can be written again. */
    private static CtVolume volume(Path location) {
        try (StudyListing listing = READER.list(location, Optional.empty())) {
            SeriesListing series = listing.series().getFirst();
            List<Double> positions = new ArrayList<>();
            List<short[]> slices = new ArrayList<>();
            READER.read(series, Runnable::run, (Slice slice) -> {
                positions.add(slice.positionMm());
                slices.add(slice.hounsfield());
            });
            return new CtVolume(
                    series.geometry().rows(),
                    series.geometry().columns(),
                    series.geometry().columnSpacingMm(),
                    0,
                    0,
                    positions,
                    slices);
        }
    }

    private static float[] volumeVector(String name, CtVolume volume) throws IOException {
        Path folder = scratch.resolve(name.replace(' ', '-'));
        SeriesIdentity identity = new SeriesIdentity(
                StudyUid.derivedFrom(name), SeriesUid.derivedFrom(name), "ABDOMEN", LocalDate.of(2024, 1, 1));
        DicomSeriesWriter.write(folder, identity, volume);
        try (StudyListing listing = READER.list(folder, Optional.empty())) {
            EncodedSeries encoded = encoder.encode(listing.series().getFirst());
            return encoded.pooled().get(Pooling.AVG).toArray();
        }
    }

    private static List<String> ranking(String self, float[] query, Map<String, float[]> gallery) {
        return gallery.keySet().stream()
                .filter(name -> !name.equals(self))
                .sorted(Comparator.comparingDouble(name -> -cosine(query, gallery.get(name))))
                .toList();
    }

    private static String anatomy(String name) {
        return name.substring(0, name.indexOf('-'));
    }

    private static double cosine(float[] a, float[] b) {
        double dot = 0;
        double aa = 0;
        double bb = 0;
        for (int i = 0; i < a.length; i++) {
            dot += a[i] * b[i];
            aa += a[i] * a[i];
            bb += b[i] * b[i];
        }
        return dot / Math.sqrt(aa * bb);
    }
}
