package io.mirstream.query.search;

import static io.mirstream.query.search.Samples.MODEL;
import static io.mirstream.query.search.Samples.OTHER_MODEL;
import static io.mirstream.query.search.Samples.SHARED_SPACE;
import static io.mirstream.query.search.Samples.at;
import static io.mirstream.query.search.Samples.description;
import static io.mirstream.query.search.Samples.entry;
import static io.mirstream.query.search.Samples.key;
import static io.mirstream.query.search.Samples.slices;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.mirstream.contracts.error.CodedException;
import io.mirstream.contracts.error.ErrorCode;
import io.mirstream.contracts.event.ModelRef;
import io.mirstream.contracts.event.Pooling;
import io.mirstream.contracts.event.Vector;
import io.mirstream.contracts.id.CollectionName;
import io.mirstream.contracts.id.PatientKey;
import io.mirstream.contracts.id.SeriesUid;
import io.mirstream.contracts.id.StudyUid;
import io.mirstream.query.search.VectorSearch.Space;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.EnumMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.assertj.core.groups.Tuple;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SearcherTest {
    private static final Path IMAGE = Path.of("query.nii.gz");
    private static final long EXACT_BELOW = 4;
    private static final LongSupplier STOPPED_CLOCK = new AtomicLong()::get;

    private final MemoryIndex index = new MemoryIndex(MODEL);

    // --- volume

    @ParameterizedTest
    @EnumSource(Pooling.class)
    void volume_compares_vectors_of_the_asked_pooling_alone(Pooling pooling) {
        Map<Pooling, Vector> far = new EnumMap<>(Pooling.class);
        Map<Pooling, Vector> near = new EnumMap<>(Pooling.class);
        for (Pooling each : Pooling.values()) {
            far.put(each, each == pooling ? at(60) : at(0));
            near.put(each, each == pooling ? at(10) : at(90));
        }
        index.add(pooled("1.1", Map.of(pooling, at(0))));
        index.add(pooled("1.2", far));
        index.add(pooled("1.3", near));

        SearchResult result =
                searcher().search(request().series("1.1").pooling(pooling).build());

        assertThat(result.method()).isEqualTo("volume-" + pooling.wireName());
        assertThat(uids(result)).containsExactly("1.3", "1.2");
        assertThat(result.hits().getFirst().score()).isCloseTo(Math.cos(Math.toRadians(10)), within(1e-6));
        assertThat(index.asked).extracting(MemoryIndex.Asked::space).containsExactly(new Space.Volumes(pooling));
    }

    @Test
    void hit_says_where_the_series_is_and_what_is_known_of_it() {
        Description known = new Description(
                new StudyUid("1.2.3"),
                Optional.of("CT"),
                Optional.of("ABDOMEN"),
                Optional.of(LocalDate.of(2026, 3, 1)),
                Map.of("finding", "cyst"),
                77,
                Optional.of("a cyst"));
        SeriesKey key = new SeriesKey(new CollectionName("trial"), new SeriesUid("1.2"));
        index.add(entry("1.1", 0));
        index.add(new MemoryIndex.Entry(
                key, known, Map.of(Pooling.AVG, at(0)), List.of(), Optional.empty(), Optional.empty()));

        SearchResult result = searcher().search(request().series("1.1").build());

        assertThat(result.model()).isEqualTo(MODEL);
        SearchResult.Hit hit = result.hits().getFirst();
        assertThat(hit)
                .isEqualTo(new SearchResult.Hit(
                        1,
                        hit.score(),
                        key.series(),
                        known.study(),
                        key.collection(),
                        known.modality(),
                        known.bodyPart(),
                        known.studyDate(),
                        known.labels(),
                        known.slices(),
                        Optional.empty(),
                        List.of()));
    }

    @Test
    void as_many_series_come_back_as_were_asked_for_best_first() {
        for (int i = 1; i <= 20; i++) {
            index.add(entry("1." + i, i));
        }

        SearchResult three = searcher().search(request().series("1.1").k(3).build());
        SearchResult usual = searcher().search(request().series("1.1").build());

        assertThat(uids(three)).containsExactly("1.2", "1.3", "1.4");
        assertThat(three.hits()).extracting(SearchResult.Hit::rank).containsExactly(1, 2, 3);
        assertThat(usual.hits()).hasSize(SearchRequest.DEFAULT_K);
    }

    @Test
    void query_series_never_comes_back_from_any_collection() {
        index.add(entry("1.1", 0));
        index.add(entry("1.2", 5));
        index.add(inCollection("trial", "1.1", 0));

        for (Method method : List.of(Method.VOLUME, Method.SLICE)) {
            SearchResult result =
                    searcher().search(request().series("1.1").method(method).build());

            assertThat(uids(result)).containsExactly("1.2");
        }
    }

    @Test
    void equally_near_series_are_ordered_by_uid_then_collection() {
        index.add(entry("1.1", 0));
        index.add(inCollection("trial", "1.30", 20));
        index.add(inCollection("archive", "1.30", 20));
        index.add(entry("1.4", 20));
        index.add(entry("1.20", -20));

        SearchResult volume = searcher().search(request().series("1.1").build());
        SearchResult slice =
                searcher().search(request().series("1.1").method(Method.SLICE).build());

        for (SearchResult result : List.of(volume, slice)) {
            assertThat(result.hits())
                    .extracting(hit -> hit.seriesInstanceUid() + " " + hit.collection())
                    .containsExactly("1.20 clinical", "1.30 archive", "1.30 trial", "1.4 clinical");
        }
    }

    @Test
    void filters_act_inside_the_search_so_that_enough_are_found() {
        index.add(entry("1.1", 0));
        for (int i = 2; i <= 30; i++) {
            index.add(entry("1." + i, i));
        }
        index.add(inCollection("trial", "1.90", 80));
        index.add(inCollection("trial", "1.91", 85));
        Filters trial = new Filters(List.of(new CollectionName("trial")), null, null, null, null);

        SearchResult result =
                searcher().search(request().series("1.1").k(2).filters(trial).build());

        assertThat(uids(result)).containsExactly("1.90", "1.91");
        assertThat(index.asked.getFirst().scope().filters()).isEqualTo(trial);
    }

    @Test
    void series_that_is_not_in_the_index_is_unknown() {
        refusedAs(
                ErrorCode.SERIES_UNKNOWN,
                () -> searcher().search(request().series("1.99").build()));
        refusedAs(
                ErrorCode.SERIES_UNKNOWN,
                () -> searcher()
                        .search(request().series("1.99").method(Method.SLICE).build()));
    }

    @Test
    void series_without_a_vector_of_the_pooling_is_unknown() {
        index.add(entry("1.1", 0));

        refusedAs(
                ErrorCode.SERIES_UNKNOWN,
                () -> searcher()
                        .search(request().series("1.1").pooling(Pooling.STD).build()));
    }

    @Test
    void query_without_series_text_or_image_is_refused() {
        refusedAs(ErrorCode.QUERY_INVALID, () -> searcher().search(request().build()));
    }

    @Test
    void series_retracted_meanwhile_is_left_out_and_ranks_close_up() {
        index.add(entry("1.1", 0));
        index.add(entry("1.2", 10));
        index.add(entry("1.3", 20));
        index.add(entry("1.4", 30));
        index.forget(key("1.3"));

        SearchResult result = searcher().search(request().series("1.1").build());

        assertThat(result.hits())
                .extracting(hit -> hit.rank() + ": " + hit.seriesInstanceUid())
                .containsExactly("1: 1.2", "2: 1.4");
    }

    // --- exactness and time

    @Test
    void few_vectors_are_all_compared_whether_asked_for_or_not() {
        index.add(entry("1.1", 0));
        index.add(entry("1.2", 10));
        index.add(entry("1.3", 20));

        SearchResult below = searcher().search(request().series("1.1").build());
        index.add(entry("1.4", 30));
        SearchResult at = searcher().search(request().series("1.1").build());
        SearchResult asked =
                searcher().search(request().series("1.1").exact(true).build());

        assertThat(below.exact()).isTrue();
        assertThat(at.exact()).isFalse();
        assertThat(asked.exact()).isTrue();
        assertThat(index.asked).extracting(MemoryIndex.Asked::exact).containsExactly(true, false, true);
    }

    @Test
    void slices_are_counted_as_slices() {
        index.add(slices("1.1", 0, 1));
        index.add(slices("1.2", 10, 11));

        SearchResult result =
                searcher().search(request().series("1.1").method(Method.SLICE).build());

        assertThat(result.exact()).isFalse();
    }

    @Test
    void answer_says_how_long_it_took() {
        index.add(entry("1.1", 0));
        Iterator<Long> nanos = List.of(
                        Duration.ofSeconds(5).toNanos(),
                        Duration.ofMillis(5_042).toNanos())
                .iterator();
        Searcher searcher = new Searcher(new MemoryModels(index), embedder(MODEL), EXACT_BELOW, nanos::next);

        SearchResult result = searcher.search(request().series("1.1").build());

        assertThat(result.tookMs()).isEqualTo(42);
    }

    // --- slices

    @Test
    void each_slice_of_the_query_has_twenty_neighbours() {
        index.add(slices("1.1", 0, 90));
        index.add(slices("1.2", new double[30]));

        SearchResult result =
                searcher().search(request().series("1.1").method(Method.SLICE).build());

        assertThat(index.asked)
                .extracting(MemoryIndex.Asked::queries, MemoryIndex.Asked::k)
                .containsExactly(Tuple.tuple(2, 20));
        assertThat(result.hits()).extracting(SearchResult.Hit::score).containsExactly(40.0);
    }

    @Test
    void slice_rankings_count_take_the_best_or_add_up() {
        index.add(slices("1.1", 0));
        index.add(slices("1.2", 70, 70, 70)); // most
        index.add(slices("1.3", 10)); // nearest
        index.add(slices("1.4", 30, 40)); // largest sum

        assertThat(uids(bySlices(Ranking.FREQ))).startsWith("1.2");
        assertThat(uids(bySlices(Ranking.MAX))).startsWith("1.3");
        assertThat(uids(bySlices(Ranking.SUM))).startsWith("1.4");
    }

    @Test
    void slice_ranking_is_freq_unless_another_is_asked_for() {
        index.add(slices("1.1", 0));

        SearchResult result =
                searcher().search(request().series("1.1").method(Method.SLICE).build());

        assertThat(result.method()).isEqualTo("slice-freq");
        assertThat(bySlices(Ranking.MAX).method()).isEqualTo("slice-max");
    }

    private SearchResult bySlices(Ranking ranking) {
        return searcher()
                .search(request()
                        .series("1.1")
                        .method(Method.SLICE)
                        .ranking(ranking)
                        .build());
    }

    // --- images

    @Test
    void image_is_compared_by_its_pooled_vector_and_its_own_series_left_out() {
        index.add(entry("1.1", 0));
        index.add(entry("1.2", 10));

        SearchResult result = searcher().search(request().build(), IMAGE);

        assertThat(result.method()).isEqualTo("volume-avg");
        assertThat(uids(result)).containsExactly("1.2");
    }

    @Test
    void image_is_compared_by_its_slices_when_asked() {
        index.add(entry("1.1", 0));
        index.add(entry("1.2", 10));

        SearchResult result = searcher().search(request().method(Method.SLICE).build(), IMAGE);

        assertThat(result.method()).isEqualTo("slice-freq");
        assertThat(uids(result)).containsExactly("1.2");
        assertThat(index.asked.getFirst().queries()).isEqualTo(2);
    }

    @Test
    void image_beside_a_series_is_refused_before_it_is_embedded() {
        FixedEmbedder embedder = embedder(MODEL);
        Searcher searcher = new Searcher(new MemoryModels(index), embedder, EXACT_BELOW, STOPPED_CLOCK);

        refusedAs(
                ErrorCode.QUERY_INVALID,
                () -> searcher.search(request().series("1.1").build(), IMAGE));
        assertThat(embedder.asked).isEmpty();
    }

    @Test
    void image_without_a_vector_of_the_pooling_is_unsupported() {
        refusedAs(
                ErrorCode.QUERY_UNSUPPORTED,
                () -> searcher().search(request().pooling(Pooling.STD).build(), IMAGE));
    }

    @Test
    void vectors_of_another_model_are_never_compared() {
        index.add(entry("1.2", 10));
        Searcher searcher = new Searcher(new MemoryModels(index), embedder(OTHER_MODEL), EXACT_BELOW, STOPPED_CLOCK);

        refusedAs(ErrorCode.MODEL_MISMATCH, () -> searcher.search(request().build(), IMAGE));
        refusedAs(
                ErrorCode.MODEL_MISMATCH,
                () -> searcher.search(request().text("a cyst").build()));
        assertThat(index.asked).isEmpty();
    }

    // --- models

    @Test
    void search_goes_on_by_the_model_that_was_live_when_it_began() {
        MemoryIndex next = new MemoryIndex(OTHER_MODEL);
        next.add(entry("1.9", 0));
        index.add(entry("1.2", 10));
        MemoryModels models = new MemoryModels(index, next);
        QueryEmbedder slow = new QueryEmbedder() {
            @Override
            public Image image(ModelRef model, Path file) {
                models.promote(next);
                return embedder(model).image(model, file);
            }

            @Override
            public Text text(ModelRef model, String text) {
                models.promote(next);
                return embedder(model).text(model, text);
            }
        };

        SearchResult result = new Searcher(models, slow, EXACT_BELOW, STOPPED_CLOCK)
                .search(request().build(), IMAGE);
        SearchResult later = new Searcher(models, slow, EXACT_BELOW, STOPPED_CLOCK)
                .search(request().build(), IMAGE);

        assertThat(result.model()).isEqualTo(MODEL);
        assertThat(uids(result)).containsExactly("1.2");
        assertThat(later.model()).isEqualTo(OTHER_MODEL);
        assertThat(uids(later)).containsExactly("1.9");
    }

    @Test
    void search_by_a_model_that_is_not_live_is_by_its_index_and_its_embedder() {
        MemoryIndex candidate = new MemoryIndex(OTHER_MODEL);
        candidate.add(entry("1.9", 0));
        index.add(entry("1.2", 10));
        Searcher searcher =
                new Searcher(new MemoryModels(index, candidate), embedder(OTHER_MODEL), EXACT_BELOW, STOPPED_CLOCK);

        SearchResult result = searcher.search(request()
                .text("a cyst")
                .model(OTHER_MODEL.fingerprint().value())
                .build());

        assertThat(result.model()).isEqualTo(OTHER_MODEL);
        assertThat(uids(result)).containsExactly("1.9");
        assertThat(index.asked).isEmpty();
        refusedAs(
                ErrorCode.MODEL_UNKNOWN,
                () -> searcher.search(request().text("a cyst").model("nobody").build()));
    }

    // --- texts

    @Test
    void text_without_shared_space_is_compared_with_reports() {
        index.add(reported("1.1", 80, 0));
        index.add(reported("1.2", 0, 80));
        FixedEmbedder embedder = embedder(MODEL);

        SearchResult result = new Searcher(new MemoryModels(index), embedder, EXACT_BELOW, STOPPED_CLOCK)
                .search(request().text("a cyst").build());

        assertThat(result.method()).isEqualTo("text-report");
        assertThat(uids(result)).containsExactly("1.1", "1.2");
        assertThat(index.asked).extracting(MemoryIndex.Asked::space).containsExactly(new Space.Reports());
        assertThat(embedder.asked).containsExactly("a cyst");
    }

    @Test
    void text_with_shared_space_is_compared_with_volumes() {
        index.holds(SHARED_SPACE);
        index.add(reported("1.1", 80, 0));
        index.add(reported("1.2", 0, 80));

        SearchResult result = sharing().search(request().text("a cyst").build());

        assertThat(uids(result)).containsExactly("1.2", "1.1");
        assertThat(index.asked).extracting(MemoryIndex.Asked::space).containsExactly(new Space.Volumes(Pooling.AVG));
    }

    @Test
    void text_search_keeps_to_the_filters_too() {
        index.add(reported("1.1", 0, 0));
        index.add(inCollection("trial", "1.2", 80));
        Filters trial = new Filters(List.of(new CollectionName("trial")), null, null, null, null);

        SearchResult result =
                searcher().search(request().text("a cyst").filters(trial).build());

        assertThat(uids(result)).containsExactly("1.2");
    }

    @Test
    void text_is_not_compared_with_images_of_another_space() {
        index.add(reported("1.1", 0, 0));

        refusedAs(
                ErrorCode.QUERY_UNSUPPORTED,
                () -> searcher()
                        .search(request()
                                .text("a cyst")
                                .with("target", "volume")
                                .build()));
    }

    @Test
    void series_without_a_report_cannot_be_searched_with_its_report() {
        index.add(pooled("1.1", Map.of(Pooling.AVG, at(0))));

        refusedAs(
                ErrorCode.SERIES_UNKNOWN,
                () -> searcher()
                        .search(request().series("1.1").method(Method.TEXT).build()));
    }

    @Test
    void report_that_matched_is_shown_when_asked() {
        Description reported = new Description(
                new StudyUid("1.2.3"),
                Optional.of("CT"),
                Optional.empty(),
                Optional.empty(),
                Map.of(),
                5,
                Optional.of("a cyst"));
        index.add(
                new MemoryIndex.Entry(key("1.2"), reported, Map.of(), List.of(), Optional.of(at(0)), Optional.empty()));

        SearchResult result =
                searcher().search(request().text("a cyst").with("explain", true).build());

        assertThat(result.hits().getFirst().explanation().orElseThrow().report())
                .contains("a cyst");
    }

    // --- patients and regions

    @Test
    void other_series_of_the_patient_are_left_out_when_asked() {
        index.add(ofPatient("1.1", "p-1"));
        index.add(ofPatient("1.2", "p-1"));
        index.add(ofPatient("1.3", "p-2"));
        index.add(entry("1.4", 0));

        SearchResult all = searcher().search(request().series("1.1").build());
        SearchResult others = searcher()
                .search(request().series("1.1").with("excludeSamePatient", true).build());

        assertThat(uids(all)).containsExactly("1.2", "1.3", "1.4");
        assertThat(uids(others)).containsExactly("1.3", "1.4");
    }

    private static MemoryIndex.Entry ofPatient(String series, String patient) {
        MemoryIndex.Entry entry = entry(series, 0);
        return new MemoryIndex.Entry(
                entry.key(),
                entry.description(),
                entry.pooled(),
                entry.slices(),
                entry.report(),
                Optional.of(new PatientKey(patient)));
    }

    @Test
    void region_of_an_image_is_its_slices_alone() {
        index.add(slices("1.2", 5));

        SearchResult result = searcher()
                .search(
                        request()
                                .ranking(Ranking.MAX)
                                .with("region", Map.of("fromSlice", 1))
                                .build(),
                        IMAGE);

        assertThat(result.hits().getFirst().score()).isCloseTo(1, within(1e-6));
        assertThat(index.asked.getFirst().queries()).isEqualTo(1);
    }

    @Test
    void region_without_a_slice_or_without_an_image_is_refused() {
        refusedAs(
                ErrorCode.QUERY_INVALID,
                () -> searcher()
                        .search(request().with("region", Map.of("fromSlice", 2)).build(), IMAGE));
        refusedAs(
                ErrorCode.QUERY_INVALID,
                () -> searcher()
                        .search(request()
                                .text("a cyst")
                                .with("region", Map.of("fromSlice", 0))
                                .build()));
    }

    // --- samples

    private Searcher sharing() {
        return new Searcher(new MemoryModels(index), embedder(SHARED_SPACE), EXACT_BELOW, STOPPED_CLOCK);
    }

    private Searcher searcher() {
        return new Searcher(new MemoryModels(index), embedder(MODEL), EXACT_BELOW, STOPPED_CLOCK);
    }

    /** The image has the UID of series 1.1, one vector along the first axis and two slices; so has the text. */
    private static FixedEmbedder embedder(ModelRef model) {
        return new FixedEmbedder(
                new QueryEmbedder.Image(
                        model,
                        new SeriesUid("1.1"),
                        Map.of(Pooling.AVG, at(0)),
                        new SeriesSlices(List.of(0, 1), List.of(0.0, 5.0), List.of(at(0), at(5)))),
                new QueryEmbedder.Text(model, at(0)));
    }

    private static MemoryIndex.Entry pooled(String series, Map<Pooling, Vector> pooled) {
        return new MemoryIndex.Entry(key(series), description(), pooled, List.of(), Optional.empty(), Optional.empty());
    }

    private static MemoryIndex.Entry reported(String series, double volume, double report) {
        return new MemoryIndex.Entry(
                key(series),
                description(),
                Map.of(Pooling.AVG, at(volume)),
                List.of(),
                Optional.of(at(report)),
                Optional.empty());
    }

    private static MemoryIndex.Entry inCollection(String collection, String series, double degrees) {
        MemoryIndex.Entry entry = entry(series, degrees);
        SeriesKey key =
                new SeriesKey(new CollectionName(collection), entry.key().series());
        return new MemoryIndex.Entry(
                key, entry.description(), entry.pooled(), entry.slices(), entry.report(), entry.patient());
    }

    private static RequestBuilder request() {
        return new RequestBuilder();
    }

    private static List<String> uids(SearchResult result) {
        return result.hits().stream()
                .map(hit -> hit.seriesInstanceUid().value())
                .toList();
    }

    private static void refusedAs(ErrorCode code, ThrowingCallable search) {
        assertThatThrownBy(search)
                .isInstanceOfSatisfying(
                        CodedException.class, e -> assertThat(e.code()).isEqualTo(code));
    }
}
