/** Benchmark evaluations: how well each method found what is alike, against chance and against the shortcut. */
import { json } from './api.js';
import { element, moment, notice, plural } from './dom.js';
import { refused } from './hits.js';
import { rangePlot } from './plot.js';

export const title = 'Results';

const NARROW = matchMedia('(max-width: 42rem)');

/** Scores by their names in the report. */
const SCORES = {
  'tumor_stage_p@3': 'similar lesions: precision of the first 3',
  'tumor_stage_p@10': 'similar lesions: precision of the first 10',
  'tumor_stage_ndcg@10': 'similar lesions: nDCG of the first 10',
  stage_avg_precision: 'similar lesions: average precision',
  'tumor_flag_p@3': 'a lesion or none: precision of the first 3',
  'tumor_flag_p@10': 'a lesion or none: precision of the first 10',
  'tumor_flag_ndcg@10': 'a lesion or none: nDCG of the first 10',
  flag_avg_precision: 'a lesion or none: average precision',
};

const SELECTIONS = { lesions: 'queries with a lesion', all: 'all queries' };

const SCORINGS = {
  corrected: 'corrected: of what was found',
  missing_as_zero: 'what is missing is no hit',
  reference: 'as the paper’s notebooks print it',
};

const GALLERIES = { own: 'within the organ’s own volumes', pooled: 'among all organs’ volumes' };

export async function show(main, { rest: [wanted], signal }) {
  const list = element('div', {});
  const report = element('div', { class: 'evaluation' });
  main.replaceChildren(element('h1', { tabindex: -1 }, 'Results'),
    element('p', { class: 'lead' }, 'How well methods find what is alike, by benchmarks that were replayed here.'), list, report);
  try {
    const { evaluations = [], reportUrl } = await json('/v1/evaluations', { signal });
    if (!evaluations.length) return list.replaceChildren(none());
    const newest = evaluations.toSorted((one, other) => other.finished.localeCompare(one.finished));
    const shown = newest.find(evaluation => evaluation.id === wanted) ?? newest[0];
    list.replaceChildren(table(newest, shown));
    report.replaceChildren(element('p', { class: 'soft' }, 'Reading the report …'));
    report.replaceChildren(...reportOf(await json(`/v1/evaluations/${encodeURIComponent(shown.id)}`, { signal }), reportUrl, signal));
  } catch (failure) {
    if (signal.aborted) return;
    list.append(failure.status === 404 && !list.children.length ? none() : refused(failure));
    report.replaceChildren();
  }
}

const none = () => notice('note', 'No benchmark was replayed yet.',
  element('p', {}, 'Replay one with ', element('code', {}, './mirstream replay'), ', and its scores are shown here.'));

function table(evaluations, shown) {
  return scrolled('Evaluations', element('table', {}, head(['Finished', 'Benchmark', 'Model', 'Organs', 'Methods']),
    element('tbody', {}, evaluations.map(one => element('tr', { 'aria-current': one === shown ? 'true' : null },
      element('td', {}, moment(one.finished)),
      element('th', { scope: 'row' }, element('a', { href: `#/results/${encodeURIComponent(one.id)}` }, one.dataset)),
      element('td', {}, `${one.model.id} ${one.model.version} `, element('code', { class: 'soft' }, one.model.fingerprint)),
      element('td', {}, (one.organs ?? []).join(', ')),
      element('td', {}, plural((one.methods ?? []).length, 'method')))))));
}

const head = titles => element('thead', {}, element('tr', {}, titles.map(title => element('th', { scope: 'col' }, title))));

/** A table that scrolls by itself where it is too wide. */
const scrolled = (name, content) => element('div', { class: 'scrolled panel', role: 'region', 'aria-label': name, tabindex: 0 }, content);

// --- one report

/** @param reportUrl of reports as pages, with {id}; absent where none are served */
function reportOf(report, reportUrl, signal) {
  const choices = {
    score: choice('Score', SCORES),
    selection: choice('Of', SELECTIONS),
    scoring: choice('Counted', SCORINGS),
    gallery: choice('Searched', Object.fromEntries(Object.entries(GALLERIES)
      .filter(([gallery]) => report.pools.some(pool => pool.gallery === gallery)))),
  };
  const organs = element('div', { class: 'organs' });
  const draw = () => {
    const chosen = Object.fromEntries(Object.entries(choices).map(([name, { select }]) => [name, select.value]));
    organs.replaceChildren(...report.pools.filter(pool => pool.gallery === chosen.gallery).map(pool => organ(pool, chosen, report.intervals)));
  };
  for (const chosen of [NARROW, ...Object.values(choices).map(({ select }) => select)]) chosen.addEventListener('change', draw, { signal });
  draw();
  return [
    element('h2', {}, `${report.dataset}: ${report.model.id} ${report.model.version}`),
    reportUrl && element('p', { class: 'whole' }, element('a', { href: reportUrl.replace('{id}', encodeURIComponent(report.id)),
      target: '_blank', rel: 'noopener noreferrer' }, 'The whole report'), ': all scores, who is better than whom, each query’s hits'),
    element('div', { class: 'choices' }, Object.values(choices).map(({ label }) => label)),
    organs,
  ].filter(Boolean);
}

function choice(name, options) {
  const select = element('select', {}, Object.entries(options).map(([value, words]) => new Option(words, value)));
  return { select, label: element('label', {}, name, select) };
}

function organ(pool, { score, selection, scoring }, { level }) {
  const baselines = [['chance', 'chance'], ['same_source', 'shortcut']].map(([name, words]) =>
    ({ name, words, value: pool.baselines[name]?.[selection]?.[score] ?? null }));
  const methods = pool.methods.map(({ method, scores }) => ({ method, ...scores[selection]?.[scoring]?.[score] }))
    .filter(({ mean }) => mean != null).sort((one, other) => other.mean - one.mean);
  return element('section', { class: 'panel organ', 'aria-label': pool.organ },
    element('h3', {}, pool.organ[0].toUpperCase() + pool.organ.slice(1)),
    element('p', { class: 'soft' }, `${plural(pool.methods[0]?.queries.length ?? 0, 'query', 'queries')} among ${plural(pool.candidates, 'volume')}`),
    methods.length ? rangePlot(methods, baselines, pool.organ, NARROW.matches) : notice('note', 'No such score of this organ.'),
    methods.length > 0 && element('details', {}, element('summary', {}, 'As a table'), scores(methods, baselines, level)));
}

function scores(methods, baselines, level) {
  return element('table', {}, head(['Method', 'Mean', `${Math.round(level * 100)} % interval`]),
    element('tbody', {},
      methods.map(({ method, mean, low, high }) => element('tr', {}, element('th', { scope: 'row' }, method),
        element('td', {}, figure(mean)), element('td', {}, low == null ? '' : `${figure(low)} to ${figure(high)}`))),
      baselines.filter(({ value }) => value !== null).map(({ words, value }) => element('tr', { class: 'soft' },
        element('th', { scope: 'row' }, words), element('td', {}, figure(value)), element('td', {})))));
}

const figure = value => value.toFixed(3);
