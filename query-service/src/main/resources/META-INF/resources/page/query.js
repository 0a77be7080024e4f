/** What the form asks for, as the API takes it. */
import { at, element, plural } from './dom.js';

/** Ways to compare: what the API calls them, and what they do. */
export const METHODS = {
  '': ['as the query suggests', 'The whole volume for a CT, reports for words, both for both.'],
  'volume-avg': ['whole volume: average', 'All slices together. Fast, and good for the general look.'],
  'volume-max': ['whole volume: maximum', 'What stands out most anywhere in the volume.'],
  'volume-median': ['whole volume: median', 'All slices together, without those that stand out.'],
  'volume-std': ['whole volume: deviation', 'How much the slices differ from each other.'],
  'slice-freq': ['slices: how many match', 'Each slice of yours looks for its nearest; the series with most of them wins.'],
  'slice-max': ['slices: the best match', 'One slice that is very much alike is enough.'],
  'slice-sum': ['slices: sum of matches', 'Slices that are alike, added up.'],
  'late-interaction': ['slices: every one matched somewhere', 'How well each slice of yours is matched anywhere in the series. Slower, and says most about why.'],
  'text-report': ['words: reports', 'Your words against the reports.'],
  'text-volume': ['words: images', 'Your words against the images, for models that know both.'],
  hybrid: ['CT and words together', 'Both rankings become one.'],
};

/** What each method calls its variants, as in volume-avg. */
const VARIANTS = { volume: 'pooling', slice: 'ranking', text: 'target' };

/** Fields whose values make up an address that can be kept; an image cannot. */
const KEPT = ['series', 'text', 'method', 'collection', 'bodyPart', 'from', 'to', 'label', 'model', 'k'];

/** What narrows a search; the facets' parameters have the same names. */
export const FILTERS = ['collection', 'bodyPart', 'from', 'to', 'label'];

export function request() {
  const value = id => at(id).value.trim();
  const filters = {};
  if (value('collection')) filters.collections = [value('collection')];
  if (value('bodyPart')) filters.bodyParts = [value('bodyPart')];
  if (value('from') || value('to')) filters.dates = { from: value('from') || null, to: value('to') || null };
  if (value('label')) filters.labels = Object.fromEntries([value('label').split(/=(.*)/s).slice(0, 2)]);
  return {
    k: Number(value('k')) || 10,
    filters,
    explain: true,
    ...(value('model') && { model: value('model') }),
    ...(at('others').checked && { excludeSamePatient: true }),
    ...(value('text') && { text: value('text') }),
    ...method(value('method')),
  };
}

/** Of the facets, with the filters that are set. */
export function facetsAddress() {
  const set = FILTERS.map(id => [id, at(id).value.trim()]).filter(([, value]) => value);
  return `/v1/facets?${new URLSearchParams(set)}`;
}

function method(name) {
  const [kind, variant] = name.split('-');
  if (VARIANTS[kind]) return { method: kind, [VARIANTS[kind]]: variant };
  return name ? { method: name } : {};
}

export function toAddress() {
  const parameters = new URLSearchParams();
  for (const id of KEPT) {
    const field = at(id);
    if (field.value && field.value !== field.defaultValue) parameters.set(id, field.value);
  }
  if (at('others').checked) parameters.set('others', '1');
  return parameters.toString();
}

export function fromAddress(parameters) {
  for (const id of KEPT) {
    const field = at(id);
    const value = parameters.get(id) ?? field.defaultValue ?? '';
    if (field.tagName === 'SELECT' && value && ![...field.options].some(option => option.value === value)) {
      field.append(new Option(value, value)); // its list has not come yet
    }
    field.value = value;
  }
  at('others').checked = parameters.has('others');
}

// --- what there is to choose from

export function offerMethods() {
  at('method').replaceChildren(...Object.entries(METHODS).map(([name, [words]]) => new Option(words, name)));
}

export function explainMethod() {
  at('method-words').textContent = METHODS[at('method').value][1];
}

/** Options after the first, which is none of them; what was chosen stays chosen. */
export function offer(list, options) {
  const chosen = at(list).value;
  at(list).replaceChildren(at(list).options[0], ...options);
  if (chosen && !options.some(option => option.value === chosen)) at(list).append(new Option(chosen, chosen));
  at(list).value = chosen;
}

export const modelOptions = models => models.map(({ model, role }) =>
  new Option(`${model.id} ${model.version} (${role.toLowerCase()})`, model.fingerprint));

export const facetOptions = values => values.map(({ value, series }) => new Option(`${value} (${series.toLocaleString('en')})`, value));

/** A study that can be searched with, by each of its series. */
export const recentRows = (studies, choose) => studies.flatMap(study => (study.series ?? [])
  .filter(series => series.state === 'INDEXED')
  .map(series => element('li', {}, element('button', { type: 'button', click: () => choose(series.seriesInstanceUid) },
    `…${series.seriesInstanceUid.slice(-12)}`), ` ${study.collection}, ${plural(series.slices, 'slice')}`)));
