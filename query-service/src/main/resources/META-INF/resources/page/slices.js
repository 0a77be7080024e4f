/** Preview images of series, and the Hounsfield units in them. */
import { ask, json } from './api.js';
import { element, millimetres } from './dom.js';

/** Slices that are kept decoded: of 256 x 256 pixels in 32 MiB. */
const KEPT_SLICES = 256;

/** The channels by what they are for. A pixel that one of them cuts off is told by another. */
const CHANNELS = { red: 0, green: 1, blue: 2 };

export const SOFT_TISSUE = { level: 40, width: 400 };

const lists = new Map();
const decoded = new Map();

/** What there is to see of a series; null when there is nothing. */
export function previews(series) {
  if (!lists.has(series)) {
    const list = json(`/v1/series/${series}/previews`).catch(failure => {
      lists.delete(series); // they may be made later, and a key may be typed
      if (failure.status === 404) return null;
      throw failure;
    });
    lists.set(series, list);
  }
  return lists.get(series);
}

/**
 * A preview as Hounsfield units.
 *
 * @param href of an image whose red, green and blue are three windows of the same slice
 * @returns its width, height and values, row by row
 */
export function hounsfield(href, windows) {
  const known = decoded.get(href);
  decoded.delete(href);
  const slice = known ?? decode(href, windows).catch(failure => {
    decoded.delete(href);
    throw failure;
  });
  decoded.set(href, slice); // as the newest
  if (decoded.size > KEPT_SLICES) decoded.delete(decoded.keys().next().value);
  return slice;
}

async function decode(href, windows) {
  const blob = await (await ask(href)).blob();
  const bitmap = await createImageBitmap(blob, { colorSpaceConversion: 'none', premultiplyAlpha: 'none' });
  const { width, height } = bitmap;
  const context = new OffscreenCanvas(width, height).getContext('2d', { willReadFrequently: true });
  context.drawImage(bitmap, 0, 0);
  bitmap.close();
  const pixels = context.getImageData(0, 0, width, height).data;
  const units = unitsOf(windows);
  const values = new Int16Array(width * height);
  for (let pixel = 0; pixel < values.length; pixel++) {
    const [red, green, blue] = [pixels[4 * pixel], pixels[4 * pixel + 1], pixels[4 * pixel + 2]];
    values[pixel] = green > 0 && green < 255 ? units.green[green] : red < 255 ? units.red[red] : units.blue[blue];
  }
  return { width, height, values };
}

/** What each byte of each channel stands for, in HU. */
function unitsOf(windows) {
  return Object.fromEntries(windows.filter(({ channel }) => channel in CHANNELS).map(({ channel, level, width }) =>
    [channel, Float32Array.from({ length: 256 }, (_, byte) => level - width / 2 + byte / 255 * width)]));
}

/** Shows a slice as grey, black and white at the window's ends. */
export function paint(canvas, { width, height, values }, window) {
  canvas.width = width;
  canvas.height = height;
  const context = canvas.getContext('2d');
  const image = context.createImageData(width, height);
  const grey = new Uint32Array(image.data.buffer);
  const lowest = window.level - window.width / 2;
  for (let pixel = 0; pixel < values.length; pixel++) {
    const byte = Math.max(0, Math.min(255, Math.round((values[pixel] - lowest) / window.width * 255)));
    grey[pixel] = 0xff000000 | byte << 16 | byte << 8 | byte; // opaque: alpha is the last byte in memory
  }
  context.putImageData(image, 0, 0);
}

/** Which of the slices is nearest to a place along the body. */
export function nearest(slices, positionMm) {
  const distance = slice => Math.abs(slice.positionMm - positionMm);
  return slices.reduce((best, slice, at) => distance(slice) < distance(slices[best]) ? at : best, 0);
}

// --- small pictures

const waiting = new Map();
const watcher = new IntersectionObserver(entries => {
  for (const { target, isIntersecting } of entries) {
    if (isIntersecting) {
      watcher.unobserve(target);
      waiting.get(target)?.();
      waiting.delete(target);
    }
  }
}, { rootMargin: '200px' });

function whenSeen(target, then) {
  waiting.set(target, then);
  watcher.observe(target);
}

/** @param place of the slice; the middle one when absent */
export function thumbnail(series, place, caption) {
  const canvas = element('canvas', { width: 8, height: 8, role: 'img', 'aria-label': `${caption}: preview` });
  const figure = element('figure', { class: 'thumbnail' }, canvas, element('figcaption', {}, caption));
  whenSeen(figure, async () => {
    const list = await previews(series).catch(() => null);
    if (!list?.slices.length) return noPicture(figure, canvas);
    const at = place ? nearest(list.slices, place.positionMm) : list.slices.length >> 1;
    try {
      paint(canvas, await hounsfield(list.slices[at].href, list.windows), SOFT_TISSUE);
      canvas.setAttribute('aria-label', `${caption}: the slice at ${millimetres(list.slices[at].positionMm)}, soft tissue window`);
      figure.lastChild.textContent = `${caption}, ${millimetres(list.slices[at].positionMm)}`;
    } catch {
      noPicture(figure, canvas);
    }
  });
  return figure;
}

/** The body from the front; for who has no previews, the words say so. */
export function coronal(series) {
  const canvas = element('canvas', { width: 8, height: 8, role: 'img', 'aria-label': 'Preview' });
  const figure = element('figure', { class: 'thumbnail coronal' }, canvas, element('figcaption', {}, 'from the front'));
  whenSeen(figure, async () => {
    const list = await previews(series).catch(() => null);
    if (!list?.coronal) return noPicture(figure, canvas);
    try {
      paint(canvas, await hounsfield(list.coronal.href, list.windows), SOFT_TISSUE);
      canvas.style.setProperty('aspect-ratio', `${list.coronal.width} / ${list.coronal.height}`);
      canvas.setAttribute('aria-label', 'The middle of the body from the front, soft tissue window');
    } catch {
      noPicture(figure, canvas);
    }
  });
  return figure;
}

function noPicture(figure, canvas) {
  figure.classList.add('none');
  canvas.replaceWith(element('p', {}, 'no preview'));
}
