/** Requests to the service, with the key that was typed: it is kept in this page's memory alone. */
import { meaning } from './codes.js';

let key = '';

export function useKey(given) {
  key = given.trim();
}

export const hasKey = () => key !== '';

/** An answer that is a problem+json, or none at all. */
export class Refusal extends Error {
  constructor(code, detail, status) {
    super(meaning(code).words);
    this.code = code;
    this.detail = detail;
    this.status = status;
  }
}

const headers = more => key ? { ...more, Authorization: `Bearer ${key}` } : { ...more };

/** The response, if it is a good one. */
export async function ask(path, options = {}) {
  let response;
  try {
    response = await fetch(path, { ...options, headers: headers(options.headers) });
  } catch (failure) {
    if (failure.name === 'AbortError') throw failure;
    throw new Refusal('NO_ANSWER', failure.message, 0);
  }
  if (!response.ok) throw await refusal(response.status, await response.text());
  return response;
}

async function refusal(status, body) {
  try {
    const problem = JSON.parse(body);
    return new Refusal(problem.code, problem.detail, status);
  } catch {
    return new Refusal('NO_ANSWER', `status ${status}`, status);
  }
}

export const json = async (path, options) => (await ask(path, options)).json();

export function post(path, body, signal) {
  return json(path, { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body), signal });
}

/** Sends a form, and tells how much of it has gone: what fetch cannot. */
export function send(path, form, signal, progress) {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open('POST', path);
    for (const [name, value] of Object.entries(headers())) request.setRequestHeader(name, value);
    request.upload.addEventListener('progress', event => progress(event.loaded, event.total));
    request.addEventListener('load', async () => request.status < 300
      ? resolve(JSON.parse(request.responseText))
      : reject(await refusal(request.status, request.responseText)));
    request.addEventListener('error', () => reject(new Refusal('NO_ANSWER', 'the connection broke off', 0)));
    request.addEventListener('abort', () => reject(new DOMException('cancelled', 'AbortError')));
    signal.addEventListener('abort', () => request.abort());
    request.send(form);
  });
}

/** Server-sent events, which the browser's own EventSource would ask for without a key. */
export async function* events(path, signal) {
  const response = await ask(path, { headers: { Accept: 'text/event-stream' }, signal });
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  let rest = '';
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return;
    const blocks = (rest + value).replaceAll('\r', '').split('\n\n');
    rest = blocks.pop();
    for (const block of blocks) {
      const lines = block.split('\n').map(line => line.split(/:\s?(.*)/s));
      const data = lines.filter(([name]) => name === 'data').map(([, text]) => text).join('\n');
      yield { name: lines.find(([name]) => name === 'event')?.[1], data: data && JSON.parse(data) };
    }
  }
}
