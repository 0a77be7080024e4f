/** The frame: which view is shown, who asks, and the theme. */
import { hasKey, json, useKey } from './api.js';
import { at, say } from './dom.js';

/** Each is loaded when it is first shown. */
const VIEWS = {
  search: () => import('./search.js'),
  compare: () => import('./viewer.js'),
  ingestion: () => import('./ingestion.js'),
  study: () => import('./study.js'),
  results: () => import('./results.js'),
};

let shown = new AbortController();

/** As in #/study/1.2.3?from=search. */
function route() {
  const [path, parameters] = location.hash.replace(/^#\/?/, '').split('?');
  const [view, ...rest] = path.split('/').map(decodeURIComponent);
  return { view: VIEWS[view] ? view : 'search', rest, parameters: new URLSearchParams(parameters) };
}

async function show(first = false) {
  const { view, rest, parameters } = route();
  shown.abort();
  const here = shown = new AbortController();
  const module = await VIEWS[view]();
  if (here.signal.aborted) return;
  for (const link of document.querySelectorAll('[data-view]')) {
    if (link.dataset.view === view) link.setAttribute('aria-current', 'page');
    else link.removeAttribute('aria-current');
  }
  document.title = `${module.title} · Mirstream`;
  document.body.dataset.view = view;
  module.show(at('main'), { rest, parameters, signal: here.signal });
  if (!first) at('main').querySelector('h1')?.focus({ preventScroll: view === 'search' });
  if (!first && view !== 'search') scrollTo(0, 0);
}

// --- who asks

const WRONG = 'This key is not known here. Type it again, or ask who gave it to you.';

/** @param first whether nobody has typed anything yet */
async function whoAsks(first = false) {
  let you;
  try {
    you = await json('/v1/access');
  } catch (refusal) {
    you = { on: true, refused: refusal.status === 401 && hasKey() ? WRONG : `${refusal.message} ${refusal.detail}.` };
    useKey('');
  }
  const known = you.on && Boolean(you.name);
  at('access').hidden = false;
  at('access').classList.toggle('off', !you.on);
  at('access').classList.toggle('wrong', Boolean(you.refused));
  at('access-words').textContent = you.refused ? you.refused
    : !you.on ? 'Access is off: whoever uses this machine may see everything.'
      : known ? `${you.name}, ${you.roles.join(' and ')}, ${seen(you)}`
        : 'A key is needed to see anything here. It is forgotten when this page is left.';
  at('key-form').hidden = !you.on || known;
  at('forget-key').hidden = !known;
  if (!first) say(at('access-words').textContent);
}

/** What is empty is left out of answers. */
function seen({ roles, allCollections, collections = [] }) {
  if (!roles.includes('reader')) return 'not a reader: this key opens no search';
  return allCollections ? 'of all collections' : collections.length ? `of ${collections.join(', ')}` : 'of no collection: nothing can be found';
}

async function keyChanged(given) {
  useKey(given);
  at('key').value = '';
  await whoAsks();
  show();
}

// --- light and dark

const THEMES = ['auto', 'light', 'dark'];

function useTheme(theme) {
  document.documentElement.dataset.theme = theme;
  at('theme').textContent = { auto: 'Theme: as the system', light: 'Theme: light', dark: 'Theme: dark' }[theme];
}

function nextTheme() {
  const theme = THEMES[(THEMES.indexOf(document.documentElement.dataset.theme) + 1) % THEMES.length];
  localStorage.setItem('theme', theme);
  useTheme(theme);
}

useTheme(THEMES.find(theme => theme === localStorage.getItem('theme')) ?? 'auto');
at('theme').addEventListener('click', nextTheme);
at('key-form').addEventListener('submit', event => {
  event.preventDefault();
  keyChanged(at('key').value);
});
at('forget-key').addEventListener('click', () => location.reload()); // and with the key all that it opened
document.querySelector('.skip').addEventListener('click', event => {
  event.preventDefault(); // the hash is the route
  at('main').focus();
});
addEventListener('hashchange', () => show());
for (const type of ['dragover', 'drop']) addEventListener(type, event => event.preventDefault()); // never leave for a file
await whoAsks(true);
await show(true);

