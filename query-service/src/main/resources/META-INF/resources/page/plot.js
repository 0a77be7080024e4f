/** Means with their intervals, one line a method, against what they must beat. */
import { drawing } from './dom.js';

/** In units of the drawing, which are those of the screen: how wide it is, and how much of that the methods' names are. */
const WIDE = { width: 600, names: 168 };
const NARROW = { width: 340, names: 128 };

const FIGURES = 50;
const ROW = 30;
const TOP = 34;
const BOTTOM = 26;

const TICKS = [0, 0.25, 0.5, 0.75, 1];

/**
 * @param methods each with its mean, low and high in [0, 1], best first
 * @param baselines each with its value in [0, 1], or null, and its words
 * @param isNarrow whether the screen is
 */
export function rangePlot(methods, baselines, name, isNarrow) {
  const { width, names } = isNarrow ? NARROW : WIDE;
  const height = TOP + methods.length * ROW + BOTTOM;
  const x = value => names + value * (width - names - FIGURES);
  const known = baselines.filter(({ value }) => value !== null);
  return drawing('svg', { class: 'plot', viewBox: `0 0 ${width} ${height}`, role: 'img', 'aria-label': inWords(methods, known, name) },
    TICKS.map(tick => [
      drawing('line', { class: 'grid', x1: x(tick), x2: x(tick), y1: TOP, y2: height - BOTTOM }),
      drawing('text', { class: 'tick', x: x(tick), y: height - 8, 'text-anchor': 'middle' }, tick),
    ]),
    known.map(({ name: baseline, words, value }, index) => [
      drawing('line', { class: `baseline ${baseline}`, x1: x(value), x2: x(value), y1: TOP - 4, y2: height - BOTTOM }),
      drawing('text', { class: `tick ${baseline}`, x: x(value), y: index % 2 ? TOP - 9 : TOP - 22, 'text-anchor': 'middle' },
        `${words} ${value.toFixed(2)}`),
    ]),
    methods.map((method, row) => line(method, TOP + (row + 0.5) * ROW, x, { names, width })));
}

function line({ method, mean, low, high }, y, x, { names, width }) {
  return drawing('g', {},
    drawing('title', {}, `${method}: ${mean.toFixed(3)}${low == null ? '' : `, ${low.toFixed(3)} to ${high.toFixed(3)}`}`),
    drawing('text', { x: names - 10, y: y + 4, 'text-anchor': 'end' }, method),
    low != null && drawing('line', { class: 'interval', x1: x(low), x2: x(high), y1: y, y2: y }),
    drawing('circle', { cx: x(mean), cy: y, r: 5 }),
    drawing('text', { class: 'figure', x: width, y: y + 4, 'text-anchor': 'end' }, mean.toFixed(3)));
}

const inWords = (methods, baselines, name) => `${name}: ${methods.map(({ method, mean }) => `${method} ${mean.toFixed(3)}`).join(', ')}; `
  + baselines.map(({ words, value }) => `${words} ${value.toFixed(3)}`).join(', ');
