/** One study: where it is, its series, what they were read as, and why some were not. */
import { json } from './api.js';
import { meaning } from './codes.js';
import { element, moment, notice, plural } from './dom.js';
import { refused } from './hits.js';
import { coronal } from './slices.js';
import { badge, stateMeaning } from './states.js';

export const title = 'Study';

export async function show(main, { rest: [study], signal }) {
  const body = element('div', { class: 'study' }, element('p', { class: 'soft' }, 'Looking it up …'));
  main.replaceChildren(element('h1', { tabindex: -1 }, 'Study'), element('p', { class: 'lead' }, element('code', {}, study)), body);
  try {
    const [status, described, models] = await Promise.all([
      json(`/v1/studies/${encodeURIComponent(study)}`, { signal }),
      json(`/v1/studies/${encodeURIComponent(study)}/series`, { signal }).catch(() => ({})), // readers only
      json('/v1/models', { signal }).catch(() => ({})),
    ]);
    body.replaceChildren(...content(status, described.series ?? [], models.models ?? []));
  } catch (failure) {
    if (!signal.aborted) body.replaceChildren(refused(failure));
  }
}

function content(status, described, models) {
  const { series = [] } = status; // what is empty is left out of answers
  const model = models.find(one => one.model.fingerprint === status.model)?.model;
  return [
    element('section', { class: 'panel', 'aria-label': 'State' },
      element('p', { class: 'state' }, badge(status.state), ` ${stateMeaning(status.state)}`),
      failure(status),
      facts([
        ['Collection', status.collection],
        ['Since', moment(status.updatedAt)],
        ['Revision', status.revision],
        ['Event', element('code', {}, status.eventId)],
        ['Model', model ? `${model.id} ${model.version}` : null],
        ['Fingerprint', status.model && element('code', {}, status.model)],
      ])),
    element('h2', {}, plural(series.length, 'series', 'series')),
    series.length === 0 && notice('note', 'No series yet.', status.state === 'ACCEPTED' ? 'The study waits to be read.' : ''),
    ...series.map(one => seriesOf(one, described.find(other => other.seriesInstanceUid === one.seriesInstanceUid))),
  ].filter(Boolean);
}

/** Why a study or a series cannot be found. */
function failure({ errorCode, errorDetail, state }) {
  if (!errorCode) return null;
  const { words, remedy } = meaning(errorCode);
  return notice(state === 'SKIPPED' ? 'note' : 'bad', words, remedy,
    element('p', { class: 'soft' }, element('code', {}, errorCode), errorDetail ? ` ${errorDetail}` : ''));
}

function seriesOf(series, described) {
  const there = series.state === 'INDEXED';
  return element('article', { class: 'panel series', 'aria-label': `Series ${series.seriesInstanceUid}` },
    there && coronal(series.seriesInstanceUid),
    element('div', { class: 'what' },
      element('h3', {}, badge(series.state), ' ', element('code', {}, series.seriesInstanceUid)),
      failure(series),
      facts([
        ['Slices', series.slices ? `${series.slices}, ${plural(series.vectors, 'vector')}` : null],
        ...geometry(described ?? {}),
      ]),
      described?.reportText && element('blockquote', { class: 'report' }, described.reportText),
      there && element('p', { class: 'actions' },
        element('a', { class: 'button', href: `#/search?series=${series.seriesInstanceUid}` }, 'Find similar'),
        element('a', { class: 'button quiet', href: `#/compare/${series.seriesInstanceUid}` }, 'Show slices'))));
}

function geometry({ modality, bodyPart, studyDate, rows, columns, spacingMm, orientation, labels, findings }) {
  return [
    ['Scan', [modality, bodyPart?.toLowerCase(), studyDate].filter(Boolean).join(', ') || null],
    ['Matrix', rows && `${columns} × ${rows}`],
    ['Spacing', spacingMm && `${spacingMm.map(mm => mm.toFixed(2)).join(' × ')} mm`],
    ['Orientation', orientation],
    ['Labels', labels?.map(label => label.replace('=', ' ')).sort().join(', ')],
    ['Findings', findings?.length ? plural(findings.length, 'finding') : null],
  ];
}

function facts(rows) {
  const known = rows.filter(([, value]) => value != null && value !== '');
  return known.length > 0 && element('dl', { class: 'facts' },
    known.map(([name, value]) => element('div', {}, element('dt', {}, name), element('dd', {}, value))));
}
