package io.mirstream.embed.encode;

import java.util.ArrayList;
import java.util.List;

/**
 * What one inference sees of a series: a slab, a slice, a volume or a patch.
 *
 * @param positionMm of its middle along the body, in patient coordinates
 * @param hounsfield HU, row-major in the order of the model's tensor, its last axis fastest
 * @param cell where it lies among the patches of the series, in the order of the model's tensor
 */
public record Part(double positionMm, float[] hounsfield, Cell cell) {
    /** Of a series that is not tiled. */
    public Part(double positionMm, float[] hounsfield) {
        this(positionMm, hounsfield, Cell.ONLY);
    }

    /**
     * A place in a regular grid of tiles.
     *
     * @param at by axis, from 0
     * @param of tiles, by axis
     */
    public record Cell(List<Integer> at, List<Integer> of) {
        /** Of a grid with one tile. */
        public static final Cell ONLY = new Cell(List.of(0, 0, 0), List.of(1, 1, 1));

        public Cell {
            at = List.copyOf(at);
            of = List.copyOf(of);
            if (at.size() != 3 || of.size() != 3) {
                throw new IllegalArgumentException("a cell has three axes");
            }
        }

        /** Tiles of the whole grid. */
        public int count() {
            return of.get(0) * of.get(1) * of.get(2);
        }

        /** Of all cells of the grid, the last axis fastest. */
        public int rank() {
            return (at.get(0) * of.get(1) + at.get(1)) * of.get(2) + at.get(2);
        }

        /** From x, y, z of the patient to the axes of a tensor. */
        Cell arranged(Arrangement arrangement) {
            List<Integer> place = new ArrayList<>();
            List<Integer> tiles = new ArrayList<>();
            for (int axis : arrangement.axes()) {
                tiles.add(of.get(axis));
                place.add(arrangement.flipped().get(axis) ? of.get(axis) - 1 - at.get(axis) : at.get(axis));
            }
            return new Cell(place, tiles);
        }
    }
}
