package io.mirstream.embed.builtin;

import io.mirstream.embed.encode.Slab;
import io.mirstream.imaging.FileStudyReader;
import io.mirstream.imaging.ReadLimits;
import io.mirstream.imaging.SeriesListing;
import io.mirstream.imaging.Slice;
import io.mirstream.imaging.StudyListing;
import io.mirstream.imaging.write.CtVolume;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.Function;

/** Every other slice of real series, as scanned and spoilt in one way each. */
final class RealHalves {
    static final Path DATA = Path.of("../../shared/data/ct/ct-series");
    static final List<String> SERIES =
            List.of("abdomen-crlm1006", "body-totalseg-j2k", "chest-cip64", "chest-nlst-jpegls", "head-ge-tilt");

    private static final double NOISE_HU = 20;
    private static final double SHIFT_MM = 5;
    private static final short AIR_HU = -1024;

    private RealHalves() {}

    /** What is done to a half. */
    enum Change {
        PLAIN,
        /** White, with a deviation of 20 HU. */
        NOISE,
        /** Every other slice again. */
        THIN,
        /** The patient lies 5 mm farther up. */
        UP,
        /** The patient lies half a slab, 2.5 mm, farther up, so that slabs lie elsewhere. */
        HALF_UP,
        /** The patient lies 5 mm farther left and back. */
        ASIDE
    }

    /** By series and change; empty where the data is not at hand. */
    static Map<String, Map<Change, List<List<Slab>>>> all() {
        Map<String, Map<Change, List<List<Slab>>>> all = new LinkedHashMap<>();
        if (Files.isDirectory(DATA)) {
            SERIES.forEach(series -> all.put(series, of(series)));
        }
        return all;
    }

    /**
     * How often the other half is the first hit, when one half is changed and either is the query.
     *
     * @param phantoms the rest of the gallery, beside the halves of all other series
     * @return by change; the most is four a series
     */
    static Map<Change, Integer> firstHits(
            Map<String, Map<Change, List<List<Slab>>>> real,
            Function<List<Slab>, float[]> encoder,
            List<float[]> phantoms) {
        Map<String, Map<Change, List<float[]>>> vectors = new LinkedHashMap<>();
        real.forEach((series, halves) -> {
            Map<Change, List<float[]>> encoded = new EnumMap<>(Change.class);
            halves.forEach((change, both) ->
                    encoded.put(change, both.stream().map(encoder).toList()));
            vectors.put(series, encoded);
        });
        Map<Change, Integer> hits = new EnumMap<>(Change.class);
        for (String series : vectors.keySet()) {
            List<float[]> others = new ArrayList<>(phantoms);
            vectors.forEach((other, halves) -> {
                if (!other.equals(series)) {
                    others.addAll(halves.get(Change.PLAIN));
                }
            });
            vectors.get(series).forEach((change, both) -> {
                for (int half = 0; half < 2; half++) {
                    float[] plain = vectors.get(series).get(Change.PLAIN).get(1 - half);
                    int found = isFirst(both.get(half), plain, others) + isFirst(plain, both.get(half), others);
                    hits.merge(change, found, Integer::sum);
                }
            });
        }
        return hits;
    }

    private static int isFirst(float[] query, float[] wanted, List<float[]> others) {
        double similarity = LesionScore.cosine(query, wanted);
        return others.stream().allMatch(other -> LesionScore.cosine(query, other) < similarity) ? 1 : 0;
    }

    /** By change, the slabs of the even and the odd half. */
    private static Map<Change, List<List<Slab>>> of(String series) {
        CtVolume volume = read(DATA.resolve(series));
        Map<Change, List<List<Slab>>> halves = new LinkedHashMap<>();
        for (Change change : Change.values()) {
            List<List<Slab>> both = new ArrayList<>();
            for (int first = 0; first < 2; first++) {
                both.add(PhantomSlabs.of(changed(volume.everySecond(first), change)));
            }
            halves.put(change, both);
        }
        return halves;
    }

    private static CtVolume read(Path location) {
        FileStudyReader reader = new FileStudyReader(ReadLimits.DEFAULT);
        try (StudyListing listing = reader.list(location, Optional.empty())) {
            SeriesListing series = listing.series().getFirst();
            List<Double> positions = new ArrayList<>();
            List<short[]> slices = new ArrayList<>();
            reader.read(series, Runnable::run, (Slice slice) -> {
                positions.add(slice.positionMm());
                slices.add(slice.hounsfield().clone());
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

    private static CtVolume changed(CtVolume volume, Change change) {
        return switch (change) {
            case PLAIN -> volume;
            case NOISE -> noisy(volume);
            case THIN -> volume.everySecond(0);
            case UP -> up(volume, SHIFT_MM);
            case HALF_UP -> up(volume, SHIFT_MM / 2);
            case ASIDE -> aside(volume);
        };
    }

    private static CtVolume noisy(CtVolume volume) {
        Random random = new Random(volume.slices().size());
        List<short[]> noisy = new ArrayList<>();
        for (short[] slice : volume.slices()) {
            short[] copy = slice.clone();
            for (int i = 0; i < copy.length; i++) {
                copy[i] = (short) Math.round(copy[i] + NOISE_HU * random.nextGaussian());
            }
            noisy.add(copy);
        }
        return PhantomSlabs.with(volume, volume.positionsMm(), noisy);
    }

    private static CtVolume up(CtVolume volume, double mm) {
        List<Double> positions =
                volume.positionsMm().stream().map(position -> position + mm).toList();
        return PhantomSlabs.with(volume, positions, volume.slices());
    }

    private static CtVolume aside(CtVolume volume) {
        int pixels = (int) Math.ceil(SHIFT_MM / volume.pixelSpacingMm());
        List<short[]> moved = new ArrayList<>();
        for (short[] slice : volume.slices()) {
            short[] copy = new short[slice.length];
            for (int i = 0; i < copy.length; i++) {
                int row = i / volume.columns() - pixels;
                int column = i % volume.columns() - pixels;
                copy[i] = row >= 0 && column >= 0 ? slice[row * volume.columns() + column] : AIR_HU;
            }
            moved.add(copy);
        }
        return PhantomSlabs.with(volume, volume.positionsMm(), moved);
    }
}
