/** What becomes of studies, while it happens. */
import { events } from './api.js';
import { meaning } from './codes.js';
import { at, copyOf, element, moment, notice, plural, say, uid } from './dom.js';
import { refused } from './hits.js';
import { badge, stateWords } from './states.js';

export const title = 'Ingestion';

/** Studies that are kept, newest first. */
const KEPT = 200;

/** Before it is asked again after a failure, in ms. */
const PAUSE = 3_000;

const ORDER = ['ACCEPTED', 'EMBEDDED', 'INDEXED', 'FAILED', 'RETRACTED'];

export function show(main, { signal }) {
  main.replaceChildren(copyOf('ingestion-view'));
  at('state').append(...ORDER.map(state => new Option(stateWords(state), state)));
  const list = new Studies();
  for (const id of ['state', 'of-collection']) at(id).addEventListener('change', () => list.draw());
  listen(list, signal);
}

async function listen(list, signal) {
  while (!signal.aborted) {
    link('off', 'Connecting …');
    try {
      for await (const { name, data } of events('/v1/ingestion/events', signal)) {
        link('good', 'Live');
        at('trouble').replaceChildren(name === 'trouble' ? refused(data) : '');
        if (name === 'statuses') list.take(data.studies ?? [], data.totals);
      }
    } catch (failure) {
      if (signal.aborted) return;
      at('trouble').replaceChildren(refused(failure));
      if (failure.status === 401 || failure.status === 403) return link('bad', 'Not connected'); // a key brings the view anew
    }
    if (signal.aborted) return;
    link('waiting', 'Connecting again …');
    await new Promise(resolve => setTimeout(resolve, PAUSE));
  }
}

function link(kind, words) {
  at('link').className = `link ${kind}`;
  if (at('link').textContent !== words) at('link').textContent = words;
}

class Studies {
  constructor() {
    this.byUid = new Map();
    this.first = true;
  }

  /** @param totals how many of all studies are in each state, not of those that are kept */
  take(statuses, totals) {
    this.totals = totals;
    for (const status of statuses) this.byUid.set(status.studyInstanceUid, status);
    this.newest = [...this.byUid.values()].sort((one, other) => other.updatedAt.localeCompare(one.updatedAt)).slice(0, KEPT);
    this.byUid = new Map(this.newest.map(status => [status.studyInstanceUid, status]));
    if (!this.first && statuses.length) say(news(statuses));
    this.changed = new Set(this.first ? [] : statuses.map(status => status.studyInstanceUid));
    this.first = false;
    this.draw();
  }

  draw() {
    const collections = [...new Set(this.newest.map(status => status.collection))].sort();
    const chosen = at('of-collection').value;
    at('of-collection').replaceChildren(at('of-collection').options[0], ...collections.map(name => new Option(name, name)));
    at('of-collection').value = collections.includes(chosen) ? chosen : '';
    const shown = this.newest.filter(status => (!at('state').value || status.state === at('state').value)
      && (!at('of-collection').value || status.collection === at('of-collection').value));
    at('counts').replaceChildren(...ORDER.map(state => element('div', { class: 'count' },
      element('dt', {}, stateWords(state)),
      element('dd', {}, this.totals[state].toLocaleString('en')))));
    at('studies').replaceChildren(...shown.length ? shown.map(status => this.row(status)) : [element('li', {},
      notice('note', this.newest.length ? 'None of the last studies is like that.' : 'No study was sent yet.',
        this.newest.length ? '' : 'Send one with ./mirstream ingest, over HTTP, or as an event.'))]);
  }

  row({ studyInstanceUid, state, collection, series = [], errorCode, updatedAt }) {
    const found = series.filter(one => one.state === 'INDEXED' || one.state === 'EMBEDDED');
    const slices = found.reduce((sum, one) => sum + one.slices, 0);
    return element('li', { class: this.changed.has(studyInstanceUid) ? 'changed' : null },
      badge(state),
      element('a', { href: `#/study/${studyInstanceUid}`, 'aria-label': `Study ${studyInstanceUid}` }, uid(studyInstanceUid)),
      element('span', {}, collection),
      element('span', { class: 'soft' }, errorCode ? meaning(errorCode).words
        : found.length ? `${plural(found.length, 'series', 'series')}, ${plural(slices, 'slice')}` : ''),
      element('span', { class: 'soft when' }, moment(updatedAt)));
  }
}

const news = statuses => statuses.length === 1
  ? `Study ${statuses[0].studyInstanceUid.slice(-6)}: ${stateWords(statuses[0].state)}`
  : `${plural(statuses.length, 'study', 'studies')} changed`;
