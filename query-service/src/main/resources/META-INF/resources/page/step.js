/** Which slice of one stack goes with one of another. */

/** Along the body: in millimetres, or as a part of the whole. */
const PLACES = {
  mm: ({ slices }, index) => slices[index].positionMm,
  relative: ({ slices }, index) => {
    const [first, last] = [slices[0].positionMm, slices.at(-1).positionMm];
    return (slices[index].positionMm - first) / (last - first || 1);
  },
};

/**
 * Keeps two stacks as far apart as they are now.
 *
 * @param by mm or relative
 * @param panes two, each with its slices and the one it is at
 * @returns for the pane that was moved, and the other, which slice the other goes to
 */
export function inStep(by, panes) {
  const place = PLACES[by];
  const [from, to] = panes;
  const apart = place(to, to.at) - place(from, from.at);
  return (moved, other) => {
    const wanted = place(moved, moved.at) + (moved === from ? apart : -apart);
    let nearest = 0;
    for (let index = 1; index < other.slices.length; index++) {
      if (Math.abs(place(other, index) - wanted) < Math.abs(place(other, nearest) - wanted)) nearest = index;
    }
    return nearest;
  };
}
