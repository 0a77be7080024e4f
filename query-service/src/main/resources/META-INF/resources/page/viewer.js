/** Slices of a hit, beside those of the query where it has some; scrolled in step. */
import { at, copyOf, element, notice, say } from './dom.js';
import { refused } from './hits.js';
import { Pane } from './pane.js';
import { nearest, previews, SOFT_TISSUE } from './slices.js';
import { inStep } from './step.js';

export const title = 'Slices';

/** Usual windows, in HU. */
const PRESETS = [
  ['Soft tissue', SOFT_TISSUE],
  ['Lung', { level: -600, width: 1500 }],
  ['Bone', { level: 400, width: 1800 }],
  ['Liver', { level: 60, width: 160 }],
];

/** What keys change a window by, in HU. */
const STEP = 20;

const PAGE = 10;

/** As in #/compare/HIT?with=QUERY&at=MM&withAt=MM, the places of slices along the body. */
export async function show(main, { rest: [hit], parameters, signal }) {
  main.replaceChildren(copyOf('compare-view'));
  const query = parameters.get('with');
  const wanted = [
    ...(query ? [{ series: query, at: parameters.get('withAt'), caption: 'Your series' }] : []),
    { series: hit, at: parameters.get('at'), caption: query ? 'The hit' : 'Series' },
  ];
  if (!query) main.querySelector('h1').textContent = 'Slices';
  try {
    const lists = await Promise.all(wanted.map(({ series }) => previews(series)));
    if (signal.aborted) return;
    new Viewer(wanted.map((one, index) => ({ ...one, list: lists[index] })), signal);
  } catch (failure) {
    if (!signal.aborted) at('panes').replaceChildren(refused(failure));
  }
}

class Viewer {
  constructor(wanted, signal) {
    this.window = SOFT_TISSUE;
    const seen = wanted.filter(({ list }) => list?.slices.length);
    this.panes = seen.map(one => new Pane(one, {
      scroll: (pane, slice) => this.scroll(pane, slice),
      drag: (level, width) => this.useWindow({ level: this.window.level + level, width: this.window.width + width }),
    }));
    at('panes').replaceChildren(...wanted.map(one => this.panes[seen.indexOf(one)]?.figure
      ?? element('figure', { class: 'pane' }, element('figcaption', {}, element('strong', {}, one.caption)),
        notice('note', 'This series has no preview images.', 'They are made when a study is read.'))));
    at('panes').classList.toggle('two', wanted.length > 1);
    this.tools(signal);
    this.useWindow(this.window);
    this.panes.forEach((pane, index) => pane.go(seen[index].at === null
      ? pane.slices.length >> 1
      : nearest(pane.slices, Number(seen[index].at))));
    this.hold();
    this.panes.at(-1)?.surface.focus({ preventScroll: true });
  }

  tools(signal) {
    document.querySelector('.presets').replaceChildren(...PRESETS.map(([name, window], index) =>
      element('button', { type: 'button', click: () => this.useWindow(window), title: `Level ${window.level}, width ${window.width} HU`,
        'aria-keyshortcuts': index + 1 }, name)));
    for (const id of ['level', 'width']) {
      at(id).addEventListener('change', () => this.useWindow({ level: Number(at('level').value), width: Number(at('width').value) }));
    }
    at('step').disabled = this.panes.length < 2;
    at('step').addEventListener('change', () => this.hold());
    at('panes').addEventListener('keydown', event => this.key(event), { signal });
  }

  useWindow({ level, width }) {
    this.window = { level: Math.max(-1350, Math.min(1300, level)), width: Math.max(1, Math.min(2650, width)) };
    at('level').value = Math.round(this.window.level);
    at('width').value = Math.round(this.window.width);
    document.querySelectorAll('.presets button').forEach((button, index) => button.setAttribute('aria-pressed',
      PRESETS[index][1].level === this.window.level && PRESETS[index][1].width === this.window.width));
    this.panes.forEach(pane => pane.useWindow(this.window));
  }

  /** From now on the panes keep the distance that they have. */
  hold() {
    this.step = this.panes.length === 2 && at('step').value ? inStep(at('step').value, this.panes) : null;
  }

  scroll(pane, slice) {
    pane.go(slice);
    const other = this.panes.find(one => one !== pane);
    if (this.step && other) other.go(this.step(pane, other));
    say(this.panes.map(one => one.words()).join('; '));
  }

  key(event) {
    const pane = this.panes.find(one => one.surface === event.target);
    if (!pane || event.ctrlKey || event.metaKey || event.altKey) return;
    const { level, width } = this.window;
    const act = {
      ArrowUp: () => this.scroll(pane, pane.at + 1),
      ArrowRight: () => this.scroll(pane, pane.at + 1),
      ArrowDown: () => this.scroll(pane, pane.at - 1),
      ArrowLeft: () => this.scroll(pane, pane.at - 1),
      PageUp: () => this.scroll(pane, pane.at + PAGE),
      PageDown: () => this.scroll(pane, pane.at - PAGE),
      Home: () => this.scroll(pane, pane.slices.length - 1),
      End: () => this.scroll(pane, 0),
      '[': () => this.useWindow({ level, width: width - STEP }),
      ']': () => this.useWindow({ level, width: width + STEP }),
      ',': () => this.useWindow({ level: level - STEP, width }),
      '.': () => this.useWindow({ level: level + STEP, width }),
    }[event.key] ?? (PRESETS[event.key - 1] && (() => this.useWindow(PRESETS[event.key - 1][1])));
    if (!act) return;
    event.preventDefault();
    act();
  }
}
