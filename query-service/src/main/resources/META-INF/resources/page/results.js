/** Benchmark evaluations. */
import { json } from './api.js';
import { element, notice } from './dom.js';
import { refused } from './hits.js';

export const title = 'Results';

export async function show(main, { signal }) {
  const body = element('div', {});
  main.replaceChildren(element('h1', { tabindex: -1 }, 'Results'),
    element('p', { class: 'lead' }, 'How well models find what is alike, by benchmarks that were replayed here.'), body);
  try {
    const { evaluations } = await json('/v1/evaluations', { signal });
    body.replaceChildren(evaluations.length ? '' : none());
  } catch (failure) {
    if (!signal.aborted) body.replaceChildren(failure.status === 404 ? none() : refused(failure));
  }
}

const none = () => notice('note', 'No benchmark was replayed yet.', element('p', {}, 'Replay one with ', element('code', {}, './mirstream replay'), '.'));
