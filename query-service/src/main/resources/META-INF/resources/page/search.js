/** Search: by a CT that is dropped, by a series of the index, by words; and what was found. */
import { json, post, send } from './api.js';
import { at, bytes, copyOf, element, plural, say } from './dom.js';
import { asOne, filesOf, images } from './dropped.js';
import { aboutHits, hitItem, noHits, nothingThere, refused } from './hits.js';
import {
  explainMethod, facetOptions, facetsAddress, FILTERS, fromAddress, modelOptions, offer, offerMethods, recentRows, request,
  toAddress,
} from './query.js';

export const title = 'Search';

const NARROW = matchMedia('(max-width: 60rem)');
const LIVE = ['method', 'collection', 'bodyPart', 'from', 'to', 'label', 'model', 'k', 'others'];

/** Kept while other views are shown: who comes back finds the hits. */
let view;
let files = [];
let searched;
let refusedLast = false;
let scrolledTo = 0;
let running = new AbortController();
let counting = new AbortController();

export function show(main, { parameters, signal }) {
  const isNew = !view;
  view ??= [...copyOf('search-view').children];
  main.replaceChildren(...view);
  signal.addEventListener('abort', () => { scrolledTo = scrollY; });
  if (isNew) setUp();
  listChoices();
  const address = parameters.toString();
  if (address && (address !== searched || refusedLast)) {
    fromAddress(parameters);
    choose([]);
    explainMethod();
    listFacets();
    if (parameters.has('series') || parameters.has('text')) search();
  } else {
    listFacets();
    scrollTo(0, scrolledTo);
  }
}

function setUp() {
  offerMethods();
  explainMethod();
  const form = view[1].querySelector('form');
  form.addEventListener('submit', event => {
    event.preventDefault();
    search();
  });
  for (const id of LIVE) {
    at(id).addEventListener('change', () => {
      explainMethod();
      if (FILTERS.includes(id)) listFacets();
      if (searched !== undefined) search();
    });
  }
  for (const id of ['file', 'folder']) {
    at(id).addEventListener('change', event => {
      choose(images([...event.target.files]));
      event.target.value = '';
      if (files.length) search();
    });
  }
  at('series').addEventListener('input', () => choose([]));
  at('cancel').addEventListener('click', () => running.abort());
  NARROW.addEventListener('change', () => { queryForm().open = true; });
  for (const type of ['dragenter', 'dragover', 'dragleave', 'drop']) addEventListener(type, dropped);
}

const queryForm = () => view[1].querySelector('.query');

async function listChoices() {
  const lists = [
    ['/v1/models', answer => offer('model', modelOptions(answer.models ?? []))],
    ['/v1/studies?limit=8', answer => at('recent').replaceChildren(...recentRows(answer.studies ?? [], searchBy))],
  ];
  await Promise.allSettled(lists.map(async ([path, use]) => use(await json(path)))); // what may not be seen is not offered
}

/** What each filter can be set to, counted among the series that fit the others. */
async function listFacets() {
  counting.abort();
  const mine = counting = new AbortController();
  const facets = await json(facetsAddress(), { signal: mine.signal }).catch(() => null); // who searches is told why
  if (facets === null || mine.signal.aborted || !at('hits')) return;
  const { collections = [], bodyParts = [], labels = [] } = facets;
  offer('collection', facetOptions(collections));
  offer('bodyPart', facetOptions(bodyParts));
  offer('label', facetOptions(labels));
  at('label-field').hidden = labels.length === 0 && !at('label').value;
  const nothing = collections.length === 0 && !FILTERS.some(id => at(id).value);
  if (searched === undefined) at('about').replaceChildren(nothing ? nothingThere() : '');
}

function searchBy(series) {
  choose([]);
  at('text').value = '';
  at('series').value = series;
  search();
}

// --- images

async function dropped(event) {
  if (!view[1].isConnected || !event.dataTransfer?.types.includes('Files')) return;
  event.preventDefault();
  at('drop').classList.toggle('over', event.type === 'dragover' || event.type === 'dragenter');
  if (event.type === 'drop') {
    choose(images(await filesOf(event.dataTransfer)));
    if (files.length) search();
  }
}

function choose(given) {
  files = given;
  if (files.length) at('series').value = '';
  const size = bytes(files.reduce((sum, file) => sum + file.size, 0));
  at('chosen').hidden = files.length === 0;
  at('chosen').replaceChildren(
    `${files.length === 1 ? files[0].name : plural(files.length, 'file')}, ${size} `,
    element('button', { type: 'button', class: 'quiet', click: () => choose([]) }, 'Remove'));
}

// --- searching

async function search() {
  running.abort();
  const mine = running = new AbortController();
  const asked = request();
  const series = files.length ? '' : at('series').value.trim();
  searched = toAddress();
  if (!files.length) history.replaceState(null, '', `#/search?${searched}`);
  at('hits').replaceChildren();
  at('about').replaceChildren();
  progress('Searching …');
  try {
    const result = files.length
      ? await byImages(asked, mine.signal)
      : await post('/v1/search', { ...asked, ...(series && { series }) }, mine.signal);
    found(result, { series, text: asked.text, image: files.length > 0 });
  } catch (failure) {
    if (running === mine) failed(failure);
  } finally {
    if (running === mine) at('progress').hidden = true;
  }
}

async function byImages(asked, signal) {
  const image = await asOne(files, signal, done => progress(`Packing ${done} of ${plural(files.length, 'file')}`, done / files.length));
  const form = new FormData();
  form.append('image', image);
  form.append('query', JSON.stringify(asked));
  progress('Sending …', 0);
  return send('/v1/search', form, signal, (sent, total) => sent < total
    ? progress(`Sending ${bytes(sent)} of ${bytes(total)}`, sent / total)
    : progress('Reading the images and comparing …'));
}

/** @param part of the whole that is done; unknown when absent */
function progress(words, part) {
  at('progress').hidden = false;
  at('found').textContent = 'Searching';
  if (at('progress-words').textContent !== words) at('progress-words').textContent = words;
  if (part === undefined) at('bar').removeAttribute('value');
  else at('bar').value = part;
}

function found(result, query) {
  const { hits = [] } = result;
  refusedLast = false;
  const count = hits.length;
  at('found').textContent = count ? plural(count, 'hit') : 'No hit';
  at('about').replaceChildren(count ? aboutHits(result) : noHits());
  at('hits').replaceChildren(...hits.map(hit => hitItem(hit, query, result, searchBy)));
  finished(`${plural(count, 'hit')}`);
}

function failed(failure) {
  const cancelled = failure.name === 'AbortError';
  refusedLast = !cancelled; // a key may be typed, and the view is shown again
  at('found').textContent = cancelled ? 'Cancelled' : 'No answer';
  at('about').replaceChildren(cancelled ? '' : refused(failure));
  finished(cancelled ? 'Cancelled' : '');
}

/** The hits come to who waits for them: on a narrow screen the form makes room. */
function finished(words) {
  say(words);
  if (NARROW.matches) {
    queryForm().open = false;
    queryForm().querySelector('.query-words').textContent = inWords();
    scrollTo(0, 0);
  }
  at('found').focus({ preventScroll: true });
}

function inWords() {
  const image = files.length ? (files.length === 1 ? files[0].name : plural(files.length, 'file')) : '';
  const series = at('series').value && `series …${at('series').value.slice(-8)}`;
  const text = at('text').value && `“${at('text').value}”`;
  return [image || series, text].filter(Boolean).join(' and ') || 'What to search with';
}
