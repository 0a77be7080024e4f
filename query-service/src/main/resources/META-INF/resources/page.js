'use strict';
const at = id => document.getElementById(id);

/** The query as the API takes it; an image is sent beside it. */
function query() {
  const request = { k: Number(at('k').value), filters: {} };
  if (at('collection').value) request.filters.collections = [at('collection').value];
  if (at('text').value) return { ...request, text: at('text').value };
  const [method, variant] = at('method').value.split('-');
  request.method = method;
  request[method === 'slice' ? 'ranking' : 'pooling'] = variant;
  return at('image').files.length ? request : { ...request, series: at('series').value.trim() };
}

async function answer(request) {
  const image = at('image').files[0];
  if (!image) {
    return fetch('/v1/search', { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(request) });
  }
  const form = new FormData();
  form.append('image', image);
  form.append('query', JSON.stringify(request));
  return fetch('/v1/search', { method: 'POST', body: form });
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
    cell(hit.rank), cell(hit.score.toFixed(4)), cell(again(hit.seriesInstanceUid)), cell(hit.collection),
    cell(hit.studyDate ?? ''), cell(hit.slices), cell(labels));
  return line;
}

function cell(content) {
  const cell = document.createElement('td');
  cell.append(content);
  return cell;
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

async function listCollections() {
  const response = await fetch('/v1/collections');
  if (!response.ok) {
    at('message').textContent = (await response.json()).detail;
    return;
  }
  for (const { collection, series } of (await response.json()).collections ?? []) {
    at('collection').append(new Option(`${collection} (${series} series)`, collection));
  }
}

at('search').addEventListener('submit', search);
listCollections();
