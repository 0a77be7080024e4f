package io.mirstream.imaging.phantom;

import java.util.ArrayList;
import java.util.List;

/** Sets of phantoms. */
public final class Phantoms {
    private Phantoms() {}

    /**
     * Specs spread evenly over the four anatomies; two of three with one to three lesions of 0.8 to 5 cm.
     *
     * @param count how many
     * @param seed of the first; the others follow
     */
    public static List<PhantomSpec> cohort(int count, long seed) {
        Anatomy[] anatomies = Anatomy.values();
        List<PhantomSpec> specs = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            Noise draw = new Noise(seed + i);
            List<Lesion> lesions = new ArrayList<>();
            int wanted = (i / anatomies.length) % 3 == 0 ? 0 : 1 + (int) (draw.unit() * 3);
            for (int lesion = 0; lesion < wanted; lesion++) {
                lesions.add(new Lesion(Math.rint(draw.between(8, 50) * 10) / 10));
            }
            specs.add(PhantomSpec.of(seed + i, anatomies[i % anatomies.length], lesions.toArray(new Lesion[0])));
        }
        return specs;
    }
}
