/** The states of studies and series in words. */
import { element } from './dom.js';

const STATES = {
  ACCEPTED: ['waiting', 'Received', 'Its event is valid; it waits to be read.'],
  EMBEDDED: ['waiting', 'Read', 'It was read and embedded; it is on its way to the index.'],
  INDEXED: ['good', 'Searchable', 'It can be found.'],
  FAILED: ['bad', 'Failed', 'It cannot be found; the code says why.'],
  SKIPPED: ['off', 'Left out', 'It is no CT series.'],
  RETRACTED: ['off', 'Retracted', 'Its sender took it back; nothing of it is left in the index.'],
};

export const stateWords = state => STATES[state]?.[1] ?? state;

export const stateMeaning = state => STATES[state]?.[2] ?? '';

export const badge = state => element('span', { class: `badge ${STATES[state]?.[0] ?? 'off'}`, title: stateMeaning(state) }, stateWords(state));
