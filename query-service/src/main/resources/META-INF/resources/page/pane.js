/** One stack of slices: an image, a slider, and the body from the front with a line where the slice is. */
import { element, millimetres, uid } from './dom.js';
import { coronal, hounsfield, paint } from './slices.js';

/** Slices on either side that are fetched before they are asked for. */
const AHEAD = 3;

/** Of a wheel, or of a finger, for one slice, in pixels. */
const WHEEL = 40;
const FINGER = 8;

/** HU for each pixel of a drag. */
const DRAG = 2;

export class Pane {
  /** @param tell is told by scroll which slice is wanted, and by drag how far level and width are dragged */
  constructor({ series, list, caption }, tell) {
    this.slices = list.slices;
    this.list = list;
    this.caption = caption;
    this.tell = tell;
    this.at = 0;
    this.canvas = element('canvas', { width: 8, height: 8 });
    this.canvas.style.setProperty('aspect-ratio', `${list.width} / ${list.height}`);
    this.place = element('p', { class: 'place' });
    this.surface = element('div', { class: 'surface', tabindex: 0, role: 'group', 'aria-label': `${caption}: slices`,
      'aria-roledescription': 'slice viewer' }, this.canvas, this.place);
    this.slider = element('input', { type: 'range', min: 0, max: this.slices.length - 1, 'aria-label': `${caption}: slice, feet to head`,
      input: () => tell.scroll(this, Number(this.slider.value)) });
    this.line = element('span', { class: 'line' });
    this.figure = element('figure', { class: 'pane' },
      element('figcaption', {}, element('strong', {}, caption), ' ', uid(series)),
      element('div', { class: 'stage' }, this.surface, element('div', { class: 'front', 'aria-hidden': 'true' }, coronal(series), this.line)),
      element('div', { class: 'slide' }, element('span', {}, 'feet'), this.slider, element('span', {}, 'head')));
    this.listen();
  }

  listen() {
    let turned = 0;
    this.surface.addEventListener('wheel', event => {
      event.preventDefault();
      turned += event.deltaMode ? event.deltaY * WHEEL : event.deltaY;
      const slices = Math.trunc(turned / WHEEL);
      turned -= slices * WHEEL;
      if (slices) this.tell.scroll(this, this.at - slices); // down is towards the feet
    }, { passive: false });
    this.surface.addEventListener('pointerdown', event => {
      this.surface.setPointerCapture(event.pointerId);
      const start = { x: event.clientX, y: event.clientY, at: this.at };
      let last = start;
      const move = moved => {
        if (moved.pointerType === 'touch') {
          this.tell.scroll(this, start.at + Math.round((start.y - moved.clientY) / FINGER));
        } else {
          this.tell.drag((last.y - moved.clientY) * DRAG, (moved.clientX - last.x) * DRAG);
        }
        last = { x: moved.clientX, y: moved.clientY };
      };
      this.surface.addEventListener('pointermove', move);
      for (const type of ['pointerup', 'pointercancel']) {
        this.surface.addEventListener(type, () => this.surface.removeEventListener('pointermove', move), { once: true });
      }
    });
  }

  /** @param index among the previews; the ends are not passed */
  async go(index) {
    this.at = Math.max(0, Math.min(this.slices.length - 1, index));
    const slice = this.slices[this.at];
    this.slider.value = this.at;
    this.slider.setAttribute('aria-valuetext', this.words());
    this.place.textContent = `${millimetres(slice.positionMm)} · slice ${slice.slice + 1}`;
    const { topMm, bottomMm } = this.list.coronal ?? {};
    this.line.hidden = topMm === undefined;
    this.line.style.setProperty('--up', (slice.positionMm - bottomMm) / (topMm - bottomMm));
    await this.paint();
    for (let away = 1; away <= AHEAD; away++) {
      for (const near of [this.slices[this.at + away], this.slices[this.at - away]]) {
        if (near) hounsfield(near.href, this.list.windows).catch(() => {}); // who goes there is told
      }
    }
  }

  words() {
    const slice = this.slices[this.at];
    return `${this.caption}: ${millimetres(slice.positionMm)}, slice ${slice.slice + 1}`;
  }

  useWindow(window) {
    this.window = window;
    this.paint();
  }

  async paint() {
    const at = this.at;
    try {
      const slice = await hounsfield(this.slices[at].href, this.list.windows);
      if (at !== this.at) return; // scrolled on meanwhile
      paint(this.canvas, slice, this.window);
      this.surface.dataset.slice = this.slices[at].slice;
    } catch (failure) {
      this.place.textContent = failure.message;
    }
  }
}
