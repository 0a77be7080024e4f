package io.mirstream.embed.encode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mirstream.contracts.error.CodedException;
import io.mirstream.contracts.error.ErrorCode;
import io.mirstream.imaging.Slice;
import io.mirstream.imaging.VolumeGeometry;
import java.util.Arrays;
import java.util.List;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SlabBuilderTest {
    private static final short AIR = -1024;

    /** 32 mm wide slabs of 16 x 16 pixels, every 5 mm. */
    private static final SlabSpec SPEC = new SlabSpec(2, 16, 5, 8, 0.05, (short) -2000);

    @Test
    void slabs_lie_on_multiples_of_the_stride_within_the_stack() {
        List<Slab> slabs =
                slabs(SPEC, DoubleStream.iterate(-7, z -> z <= 13, z -> z + 1).toArray(), z -> 40);

        assertThat(slabs).extracting(Slab::positionMm).containsExactly(-5.0, 0.0, 5.0, 10.0);
        assertThat(slabs)
                .allSatisfy(
                        slab -> assertThat(slab.hounsfield()).containsOnly(40).hasSize(256));
    }

    @Test
    void thick_slices_are_interpolated_between() {
        List<Slab> slabs = slabs(SPEC, new double[] {0, 10, 20}, z -> 10 * z);

        assertThat(slabs).extracting(Slab::positionMm).containsExactly(0.0, 5.0, 10.0, 15.0, 20.0);
        assertThat(slabs).extracting(slab -> (int) slab.hounsfield()[100]).containsExactly(0, 50, 100, 150, 200);
    }

    @Test
    void thin_and_thick_slices_of_one_body_give_the_same_slabs() {
        DoubleUnaryOperator body = z -> 100 - 3 * z;

        List<Slab> thin =
                slabs(SPEC, DoubleStream.iterate(0, z -> z <= 30, z -> z + 0.5).toArray(), body);
        List<Slab> thick =
                slabs(SPEC, DoubleStream.iterate(0, z -> z <= 30, z -> z + 6).toArray(), body);

        assertThat(thin)
                .extracting(Slab::positionMm)
                .isEqualTo(thick.stream().map(Slab::positionMm).toList());
        for (int i = 1; i < thin.size() - 1; i++) { // at the ends only one side is there to average over
            assertThat((int) thin.get(i).hounsfield()[0])
                    .isBetween(thick.get(i).hounsfield()[0] - 3, thick.get(i).hounsfield()[0] + 3);
        }
    }

    @ParameterizedTest
    @CsvSource({"1, 3, 2", "6, 6, 6"}) // between two multiples of the stride; a single slice
    void stack_thinner_than_the_stride_is_one_slab_in_its_middle(double from, double to, double middle) {
        double[] positions = from == to ? new double[] {from} : new double[] {from, to};

        List<Slab> slabs = slabs(SPEC, positions, z -> 40);

        assertThat(slabs).singleElement().satisfies(slab -> {
            assertThat(slab.positionMm()).isEqualTo(middle);
            assertThat(slab.hounsfield()).containsOnly(40);
        });
    }

    @Test
    void long_stack_is_strided_more_widely_and_still_covered() {
        List<Slab> slabs =
                slabs(SPEC, DoubleStream.iterate(0, z -> z <= 200, z -> z + 2).toArray(), z -> 40);

        assertThat(slabs).hasSizeLessThanOrEqualTo(SPEC.maxSlabs());
        assertThat(slabs.getFirst().positionMm()).isZero();
        assertThat(slabs.getLast().positionMm()).isGreaterThan(150);
    }

    @ParameterizedTest
    @CsvSource({"32767, 3071", "3072, 3071", "3071, 3071", "0, 0"})
    void metal_is_no_brighter_than_dense_bone(short stored, short expected) {
        assertThat(slabs(SPEC, new double[] {0}, z -> stored).getFirst().hounsfield())
                .containsOnly(expected);
    }

    @Test
    void padding_within_a_slice_becomes_air() {
        SlabBuilder builder = new SlabBuilder(SPEC, geometry(16, 16, new double[] {0}));
        short[] half = new short[256];
        Arrays.fill(half, 128, 256, (short) -3024);
        builder.accept(new Slice(0, 0, 16, 16, half));

        assertThat(builder.finish().getFirst().hounsfield()).contains(AIR).doesNotContain((short) -3024);
    }

    @Test
    void outside_of_a_small_field_of_view_is_padding() {
        SlabBuilder builder = new SlabBuilder(SPEC, geometry(8, 8, new double[] {0}));
        builder.accept(new Slice(0, 0, 8, 8, new short[64]));

        short[] slab = builder.finish().getFirst().hounsfield();

        assertThat(slab).containsOnly(0, SPEC.padHu());
        assertThat(slab[8 * 16 + 8]).isZero();
        assertThat(slab[0]).isEqualTo(SPEC.padHu());
    }

    @Test
    void body_beside_the_middle_is_brought_to_the_middle() {
        SlabBuilder builder = new SlabBuilder(SPEC, geometry(40, 40, new double[] {0}));
        short[] slice = new short[40 * 40];
        Arrays.fill(slice, AIR);
        for (int y = 20; y < 28; y++) {
            Arrays.fill(slice, y * 40 + 4, y * 40 + 12, (short) 50); // its centre is at column 8, row 24
        }
        builder.accept(new Slice(0, 0, 40, 40, slice));

        short[] slab = builder.finish().getFirst().hounsfield();

        for (int y = 0; y < 16; y++) {
            for (int x = 0; x < 16; x++) {
                boolean body = x >= 4 && x < 12 && y >= 4 && y < 12;
                assertThat(slab[y * 16 + x]).as("row %d, column %d", y, x).isEqualTo(body ? (short) 50 : AIR);
            }
        }
    }

    @Test
    void slabs_with_too_little_body_are_left_out() {
        List<Slab> slabs = slabs(SPEC, new double[] {0, 10, 20, 30}, z -> z >= 20 ? AIR : 40);

        assertThat(slabs).extracting(Slab::positionMm).containsExactly(0.0, 5.0, 10.0);
    }

    @Test
    void stack_of_air_has_no_body() {
        assertThatThrownBy(() -> slabs(SPEC, new double[] {0, 5}, z -> AIR))
                .isInstanceOfSatisfying(
                        CodedException.class,
                        refused -> assertThat(refused.code()).isEqualTo(ErrorCode.NO_BODY));
    }

    @ParameterizedTest
    @CsvSource({
        "0, 16, 5, 8, 0",
        "2, 0, 5, 8, 0",
        "2, 16, 0, 8, 0",
        "2, 16, 5, 0, 0",
        "2, 16, 5, 8, 1",
        "NaN, 16, 5, 8, 0"
    })
    void slabs_without_a_size_are_not_specified(double pixelMm, int side, double strideMm, int max, double body) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new SlabSpec(pixelMm, side, strideMm, max, body, (short) 0));
    }

    /** Of slices that are the same all over, as large as a slab. */
    private static List<Slab> slabs(SlabSpec spec, double[] positions, DoubleUnaryOperator hounsfield) {
        SlabBuilder builder = new SlabBuilder(spec, geometry(16, 16, positions));
        for (int i = 0; i < positions.length; i++) {
            short[] slice = new short[256];
            Arrays.fill(slice, (short) hounsfield.applyAsDouble(positions[i]));
            builder.accept(new Slice(i, positions[i], 16, 16, slice));
        }
        return builder.finish();
    }

    private static VolumeGeometry geometry(int rows, int columns, double[] positions) {
        List<Double> boxed = DoubleStream.of(positions).boxed().toList();
        return new VolumeGeometry(rows, columns, 2, 2, boxed, 1, 1, 1, "axial", 0, List.of());
    }
}
