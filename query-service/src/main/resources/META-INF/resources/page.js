'use strict';
const at = id => document.getElementById(id);
const SVG = 'http://www.w3.org/2000/svg';

/** What each method calls its variants, as in volume-avg. */
const VARIANTS = { volume: 'pooling', slice: 'ranking', text: 'target' };

/** The query as the API takes it; an image is sent beside it. */
function query() {
  const request = { k: Number(at('k').value), filters: {}, explain: true };
  if (at('collection').value) request.filters.collections = [at('collection').value];
  if (at('model').value) request.model = at('model').value;
  if (at('others').checked) request.excludeSamePatient = true;
  if (at('text').value) request.text = at('text').value;
  if (!at('image').files.length && at('series').value) request.series = at('series').value.trim();
  return { ...request, ...method(at('method').value) };
}

function method(name) {
  const [method, variant] = name.split('-');
  if (VARIANTS[method]) return { method, [VARIANTS[method]]: variant };
  return name ? { method: name } : {};
}

/** With the key that was typed, which nothing keeps. */
function ask(path, options = {}) {
  const headers = { ...options.headers };
  if (at('key').value) headers['X-Api-Key'] = at('key').value;
  return fetch(path, { ...options, headers });
}

async function answer(request) {
  const image = at('image').files[0];
  if (!image) {
    return ask('/v1/search', { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(request) });
  }
  const form = new FormData();
  form.append('image', image);
  form.append('query', JSON.stringify(request));
  return ask('/v1/search', { method: 'POST', body: form });
}

async function search(event) {
  event?.preventDefault();
  at('message').textContent = 'Searching …';
  at('hits').hidden = true;
  try {
    const response = await answer(query());
    const result = await response.json();
    if (!response.ok) {
      at('message').textContent = `${result.code}: ${result.detail}`;
      return;
    }
    at('message').textContent =
      `${result.hits.length} hits by ${result.method} in ${result.tookMs} ms, model ${result.model.id}`;
    show(result.hits);
  } catch (failure) {
    at('message').textContent = `No answer: ${failure.message}`;
  }
}

function show(hits) {
  at('hits').tBodies[0].replaceChildren(...hits.map(row));
  at('hits').hidden = hits.length === 0;
}

function row(hit) {
  const labels = Object.entries(hit.labels).map(([name, value]) => `${name}=${value}`).sort().join(' ');
  const line = document.createElement('tr');
  line.append(
    cell(hit.rank), cell(hit.score.toFixed(4)), cell(again(hit.seriesInstanceUid)), why(hit.explanation),
    cell(hit.collection), cell(hit.studyDate ?? ''), cell(hit.slices), cell(labels));
  return line;
}

function cell(...content) {
  const cell = document.createElement('td');
  cell.append(...content);
  return cell;
}

/** The pair of slices that is most alike, and how well each slice of the hit is matched, foot to head. */
function why(explanation) {
  const words = document.createElement('p');
  const best = explanation?.pairs?.[0];
  words.textContent = best
    ? `${best.query ? `slice ${best.query.index + 1}` : 'the words'} ~ slice ${best.hit.index + 1}: ${best.similarity.toFixed(3)}`
    : explanation?.report ?? '';
  const why = explanation?.strip?.length ? cell(strip(explanation.strip), words) : cell(words);
  why.className = 'why';
  return why;
}

function strip(points) {
  const lowest = Math.min(0, ...points.map(point => point.similarity));
  const drawing = document.createElementNS(SVG, 'svg');
  drawing.setAttribute('class', 'strip');
  drawing.setAttribute('viewBox', `0 0 ${points.length} 1`);
  drawing.setAttribute('preserveAspectRatio', 'none');
  drawing.setAttribute('role', 'img');
  drawing.setAttribute('aria-label', `Similarity of ${points.length} slices, foot to head`);
  for (const [index, point] of points.entries()) {
    const height = (point.similarity - lowest) / (1 - lowest);
    const bar = document.createElementNS(SVG, 'rect');
    for (const [name, value] of Object.entries({ x: index, y: 1 - height, width: 0.9, height })) bar.setAttribute(name, value);
    const title = document.createElementNS(SVG, 'title');
    title.textContent = `slice ${point.index + 1} at ${point.positionMm.toFixed(0)} mm: ${point.similarity.toFixed(3)}`;
    bar.append(title);
    drawing.append(bar);
  }
  return drawing;
}

/** A series that is searched with in turn when it is clicked. */
function again(series) {
  const button = document.createElement('button');
  button.type = 'button';
  button.textContent = series;
  button.title = 'Search with this series';
  button.onclick = () => {
    at('image').value = '';
    at('text').value = '';
    at('series').value = series;
    search();
  };
  return button;
}

async function listChoices() {
  const you = await (await ask('/v1/access')).json();
  at('access').hidden = you.on && Boolean(you.name);
  at('access').textContent = you.on
    ? 'Type your key to search.'
    : 'Access is off: whoever uses this machine may search everything.';
  for (const field of document.querySelectorAll('#key, label[for=key]')) field.hidden = !you.on;
  if (you.on && !you.name) return;
  const collections = await ask('/v1/collections');
  const models = await ask('/v1/models');
  if (!collections.ok || !models.ok) {
    at('message').textContent = (await (collections.ok ? models : collections).json()).detail;
    return;
  }
  offer('collection', ((await collections.json()).collections ?? []).map(({ collection, series }) =>
    new Option(`${collection} (${series} series)`, collection)));
  offer('model', ((await models.json()).models ?? []).map(({ model, role }) =>
    new Option(`${model.id} ${model.version} (${role.toLowerCase()})`, model.fingerprint)));
}

/** The first one stays: it is none of them. */
function offer(list, options) {
  at(list).replaceChildren(at(list).options[0], ...options);
}

function drop(event) {
  event.preventDefault();
  at('search').classList.toggle('dropping', event.type === 'dragover');
  if (event.type === 'drop' && event.dataTransfer.files.length) {
    at('image').files = event.dataTransfer.files;
    search();
  }
}

at('search').addEventListener('submit', search);
at('key').addEventListener('change', listChoices);
for (const type of ['dragover', 'dragleave', 'drop']) document.addEventListener(type, drop);
listChoices();
