/** How well each slice of a hit is matched, foot to head. */
import { drawing, element, millimetres } from './dom.js';

/** Of the height: the slice that is matched worst is seen, too. */
const FLOOR = 0.08;

/**
 * Scaled to the hit's own range: cosines of CT slices lie close together, and from zero all strips would look alike.
 *
 * @param choose is given the slice that is clicked; keyboards have the links beside it
 */
export function strip({ strip: points, pairs }, choose) {
  const values = points.map(point => point.similarity);
  const lowest = points[values.indexOf(Math.min(...values))];
  const highest = points[values.indexOf(Math.max(...values))];
  const range = highest.similarity - lowest.similarity || 1;
  const best = new Set(pairs.map(pair => pair.hit.index));
  const words = highest === lowest || highest.similarity === lowest.similarity
    ? `Every slice is matched alike: ${highest.similarity.toFixed(4)}`
    : `Lowest ${lowest.similarity.toFixed(4)} at ${millimetres(lowest.positionMm)}, highest ${highest.similarity.toFixed(4)} at ${millimetres(highest.positionMm)}`;
  return element('figure', { class: 'strip' },
    drawing('svg', { viewBox: `0 0 ${points.length} 1`, preserveAspectRatio: 'none', role: 'img',
      'aria-label': `Similarity of ${points.length} slices, feet to head. ${words}` },
    points.map((point, index) => {
      const height = FLOOR + (1 - FLOOR) * (point.similarity - lowest.similarity) / range;
      return drawing('g', { class: best.has(point.index) ? 'best' : null, click: () => choose(point) },
        drawing('title', {}, `${millimetres(point.positionMm)}: ${point.similarity.toFixed(4)}`),
        drawing('rect', { class: 'all', x: index, y: 0, width: 1, height: 1 }),
        drawing('rect', { x: index, y: 1 - height, width: 0.86, height }));
    })),
    element('figcaption', {}, element('span', {}, 'feet'), element('span', {}, 'head'), element('span', { class: 'range' }, words)));
}
