/** A hit and why it is one. */
import { meaning } from './codes.js';
import { element, millimetres, notice, plural, uid } from './dom.js';
import { METHODS } from './query.js';
import { thumbnail } from './slices.js';
import { strip } from './strip.js';

/** How many labels are shown before the rest is folded away. */
const LABELS = 6;

/** What the score of each method is. */
const SCORES = [
  [/^(slice-freq|text-slice)$/, 'matching slices', score => score.toFixed(0)],
  [/^slice-sum$/, 'sum of similarities', score => score.toFixed(2)],
  [/^late-interaction$/, 'mean similarity', score => score.toFixed(4)],
  [/^(rrf|interleave)/, 'by both ranks', score => score.toFixed(4)],
  [/./, 'similarity', score => score.toFixed(4)],
];

export function aboutHits({ method, model, tookMs, exact }) {
  const words = METHODS[method]?.[0] ?? method;
  return element('p', {}, `By ${words}`, METHODS[method] ? element('code', {}, ` ${method}`) : '',
    `, model ${model.id} ${model.version}, in ${tookMs} ms, ${exact ? 'every vector compared' : 'by the index’ graph'}.`);
}

export const noHits = () => notice('note', 'Nothing was found within these limits.',
  'Take filters away, or look whether studies are searchable under Ingestion.');

export const nothingThere = () => notice('note', 'There is nothing to search yet.',
  'No study that you may see is searchable: look under Ingestion, or ask who gave you the key which collections it opens.');

export function refused(failure) {
  if (!failure.code) return notice('bad', failure.message);
  const { words, remedy } = meaning(failure.code);
  return notice('bad', words, remedy, element('p', { class: 'soft' }, element('code', {}, failure.code), ` ${failure.detail ?? ''}`));
}

/**
 * @param query what was searched with: its series, its text, or an image that is not in the index
 * @param again searches with a series
 */
export function hitItem(hit, query, { method }, again) {
  const best = hit.explanation?.pairs?.[0];
  const [, unit, format] = SCORES.find(([pattern]) => pattern.test(method));
  return element('li', {}, element('article', { class: 'hit panel', 'aria-labelledby': `hit-${hit.rank}` },
    element('div', { class: 'pictures' },
      query.series && best?.query && thumbnail(query.series, best.query, 'Yours'),
      thumbnail(hit.seriesInstanceUid, best?.hit, query.series && best?.query ? 'This' : 'Best slice')),
    element('div', { class: 'what' },
      element('h3', { id: `hit-${hit.rank}` }, element('span', { class: 'rank' }, hit.rank), ` ${titleOf(hit)}`),
      element('p', { class: 'soft facts' }, uid(hit.seriesInstanceUid), ` ${plural(hit.slices, 'slice')}`, labels(hit.labels)),
      why(hit, query)),
    element('p', { class: 'score', title: 'Scores can be compared within this list only.' }, element('strong', {}, format(hit.score)), element('span', {}, unit)),
    actions(hit, query, best, again)));
}

const titleOf = hit => [hit.collection, hit.bodyPart?.toLowerCase(), hit.studyDate].filter(Boolean).join(' · ');

function labels(given) {
  const all = Object.entries(given ?? {}).sort().map(([name, value]) => element('li', {}, `${name} ${value}`));
  if (!all.length) return null;
  const rest = all.length - LABELS;
  return element('ul', { class: 'labels', 'aria-label': 'Labels' }, all.slice(0, LABELS),
    rest > 0 && element('li', { title: all.slice(LABELS).map(label => label.textContent).join(', ') }, `and ${rest} more`));
}

function why({ explanation, seriesInstanceUid }, query) {
  if (!explanation) return null;
  if (explanation.report) return element('blockquote', { class: 'report' }, explanation.report);
  if (!explanation.strip?.length) return null;
  return element('div', { class: 'why' },
    strip(explanation, slice => { location.hash = compareLink(seriesInstanceUid, query, nearestPair(explanation.pairs, slice)); }),
    pairs(explanation.pairs, seriesInstanceUid, query));
}

const nearestPair = (pairs, slice) => pairs.find(pair => pair.hit.index === slice.index) ?? { hit: slice };

function pairs(given, series, query) {
  return element('p', { class: 'pairs' }, 'Most alike: ', given.slice(0, 3).flatMap((pair, index) => [
    index ? ', ' : '',
    element('a', { href: compareLink(series, query, pair) }, pair.query
      ? `yours at ${millimetres(pair.query.positionMm)} and ${millimetres(pair.hit.positionMm)} here`
      : `the slice at ${millimetres(pair.hit.positionMm)}`),
    element('span', { class: 'soft' }, ` (${pair.similarity.toFixed(4)})`),
  ]));
}

/** The viewer at a pair of slices, by their places along the body. */
export function compareLink(series, query, pair) {
  const parameters = new URLSearchParams();
  if (query.series) parameters.set('with', query.series);
  if (pair?.hit) parameters.set('at', pair.hit.positionMm);
  if (query.series && pair?.query) parameters.set('withAt', pair.query.positionMm);
  return `#/compare/${series}?${parameters}`;
}

function actions(hit, query, best, again) {
  return element('p', { class: 'actions' },
    element('a', { class: 'button', href: compareLink(hit.seriesInstanceUid, query, best) }, query.series ? 'Compare slices' : 'Show slices'),
    element('button', { type: 'button', class: 'quiet', click: () => again(hit.seriesInstanceUid) }, 'Find similar'),
    element('a', { class: 'button quiet', href: `#/study/${hit.studyInstanceUid}` }, 'Study'),
    viewers(hit.links));
}

/** Of other programs, where the site has some. */
const viewers = links => (links ?? [])
  .filter(({ url }) => /^(https?|weasis):/i.test(url))
  .map(({ name, url }) => element('a', { class: 'button quiet', href: url, target: '_blank', rel: 'noopener noreferrer' }, `Open in ${name}`));
