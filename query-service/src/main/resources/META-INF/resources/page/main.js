/** The frame: which view is shown, who asks, and the theme. */
import { json, useKey } from './api.js';
import { at } from './dom.js';

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

async function whoAsks() {
  let you;
  try {
    you = await json('/v1/access');
  } catch (refusal) {
    useKey('');
    you = { on: true, refused: refusal };
  }
  const known = you.on && Boolean(you.name);
  at('access').hidden = false;
  at('access').classList.toggle('off', !you.on);
  at('access-words').textContent = you.refused
    ? `${you.refused.message} ${you.refused.detail}.`
    : !you.on ? 'Access is off: whoever uses this machine may see everything.'
      : known ? `${you.name}, ${you.roles.join(' and ')}, of ${you.allCollections ? 'all collections' : you.collections.join(', ')}`
        : 'A key is needed to see anything here. It is forgotten when this page is left.';
  at('key-form').hidden = !you.on || known;
  at('forget-key').hidden = !known;
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
at('forget-key').addEventListener('click', () => keyChanged(''));
document.querySelector('.skip').addEventListener('click', event => {
  event.preventDefault(); // the hash is the route
  at('main').focus();
});
addEventListener('hashchange', () => show());
for (const type of ['dragover', 'drop']) addEventListener(type, event => event.preventDefault()); // never leave for a file
await whoAsks();
await show(true);

