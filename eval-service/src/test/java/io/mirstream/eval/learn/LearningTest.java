package io.mirstream.eval.learn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.mirstream.contracts.error.CodedException;
import io.mirstream.contracts.error.ErrorCode;
import io.mirstream.contracts.event.ModelRef;
import io.mirstream.contracts.head.LearnedHeads;
import io.mirstream.contracts.id.ModelFingerprint;
import io.mirstream.contracts.json.Json;
import io.mirstream.eval.score.Interval;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class LearningTest {
    private static final long SEED = 3;
    private static final ModelRef BASE =
            new ModelRef("base", "1", new ModelFingerprint("0123456789abcdef"), 12, 5, false);
    private static final List<Example> EXAMPLES = PlantedExamples.of(90, 11);

    @Test
    void heads_find_a_class_that_vectors_hide_and_texts_find_it_too() {
        CrossValidation.Judgement judged = Learning.of(EXAMPLES, SEED).report().judgement();

        assertThat(judged.images().learned()).hasSize(90);
        assertThat(intervalOfDifference(
                                judged.images().learned(), judged.images().untrained())
                        .low())
                .isPositive();
        assertThat(intervalOfDifference(judged.texts().learned(), judged.texts().chance())
                        .low())
                .isPositive();
    }

    @Test
    void labels_and_texts_of_others_teach_nothing() {
        List<Example> shuffled = Proof.shuffled(EXAMPLES, SEED);

        CrossValidation.Judgement judged = Learning.of(shuffled, SEED).report().judgement();

        assertThat(intervalOfDifference(
                        judged.images().learned(), judged.images().chance()))
                .satisfies(interval -> assertThat(interval.low()).isNegative())
                .satisfies(interval -> assertThat(interval.high()).isPositive());
        assertThat(intervalOfDifference(judged.texts().learned(), judged.texts().chance()))
                .satisfies(interval -> assertThat(interval.low()).isNegative());
    }

    @Test
    void same_examples_in_any_order_give_the_same_bytes() {
        byte[] heads = Json.write(Learning.of(EXAMPLES, SEED).handedOn(BASE, Map.of()));

        byte[] again = Json.write(Learning.of(EXAMPLES.reversed(), SEED).handedOn(BASE, Map.of()));

        assertThat(again).isEqualTo(heads);
    }

    @Test
    void what_is_handed_on_is_what_was_learned() {
        Learning learning = Learning.of(EXAMPLES, SEED);

        LearnedHeads heads = learning.handedOn(BASE, Map.of("dataset", "planted"));

        Example example = EXAMPLES.getFirst();
        double[] mean = new double[heads.image().dimension()];
        for (float[] slice : example.slices()) {
            double[] ofSlice = HandedOn.apply(heads.image(), slice);
            for (int i = 0; i < mean.length; i++) {
                mean[i] += ofSlice[i] / example.slices().size();
            }
        }
        assertThat(mean).containsExactly(learning.image(example), within(1e-3));
        assertThat(heads.provenance()).containsEntry("dataset", "planted").containsKeys("settings", "seed", "classes");
        assertThat(Json.read(Json.write(heads), LearnedHeads.class).image()).isEqualTo(heads.image());
    }

    @Test
    void without_texts_there_is_no_head_for_texts() {
        List<Example> silent =
                EXAMPLES.stream().map(each -> each.withText(Optional.empty())).toList();

        Learning learning = Learning.of(silent, SEED);

        assertThat(learning.handedOn(BASE, Map.of()).text()).isEmpty();
        assertThat(learning.report().document().toString()).doesNotContain("penalty");
    }

    @Test
    void reports_alone_teach_which_image_is_theirs() {
        List<Example> unlabelled =
                EXAMPLES.stream().map(LearningTest::unlabelled).toList();

        Learning learning = Learning.of(unlabelled, SEED);

        CrossValidation.Scores texts = learning.report().judgement().texts();
        assertThat(intervalOfDifference(texts.learned(), texts.chance()).low()).isPositive();
        assertThat(learning.handedOn(BASE, Map.of()).text()).isPresent();
        assertThat(learning.report().document().toString()).contains("crossValidatedAveragePrecision");
    }

    @Test
    void reports_of_others_teach_nothing() {
        List<Example> shuffled = Proof.shuffled(EXAMPLES, SEED).stream()
                .map(LearningTest::unlabelled)
                .toList();

        CrossValidation.Scores texts =
                Learning.of(shuffled, SEED).report().judgement().texts();

        assertThat(intervalOfDifference(texts.learned(), texts.chance()).low()).isNegative();
    }

    static Stream<List<Example>> tooFew() {
        List<Example> oneClass =
                EXAMPLES.stream().map(each -> each.withLabel("same")).toList();
        List<Example> onePatient = new ArrayList<>();
        for (Example each : EXAMPLES) {
            onePatient.add(new Example(each.name(), "one", each.pool(), each.labels(), each.slices(), each.text()));
        }
        List<Example> silent = EXAMPLES.subList(0, 30).stream()
                .map(LearningTest::unlabelled)
                .map(each -> each.withText(Optional.empty()))
                .toList();
        return Stream.of(List.of(), silent, EXAMPLES.subList(0, Learning.MIN_EXAMPLES - 1), oneClass, onePatient);
    }

    @ParameterizedTest
    @MethodSource("tooFew")
    void too_few_examples_are_refused(List<Example> examples) {
        assertThatThrownBy(() -> Learning.of(examples, SEED))
                .isInstanceOfSatisfying(
                        CodedException.class,
                        refused -> assertThat(refused.code()).isEqualTo(ErrorCode.EXAMPLES_TOO_FEW));
    }

    @Test
    void volume_that_is_there_twice_is_refused() {
        List<Example> twice = new ArrayList<>(EXAMPLES);
        twice.add(EXAMPLES.getFirst());

        assertThatThrownBy(() -> Learning.of(twice, SEED))
                .isInstanceOfSatisfying(
                        CodedException.class,
                        refused -> assertThat(refused.code()).isEqualTo(ErrorCode.MALFORMED));
    }

    private static Example unlabelled(Example each) {
        return new Example(each.name(), each.kin(), each.pool(), Map.of(), each.slices(), each.text());
    }

    private static Interval intervalOfDifference(double[] values, double[] others) {
        return Interval.ofMean(LearningReport.differences(values, others), 1);
    }
}
