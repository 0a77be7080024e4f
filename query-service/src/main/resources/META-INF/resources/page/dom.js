/** What all views build their elements with. */
const SVG = 'http://www.w3.org/2000/svg';

export const at = id => document.getElementById(id);

/** An element. Of the attributes, functions are listeners, true is present, and null or false is left out. */
export function element(tag, attributes = {}, ...children) {
  return filled(document.createElement(tag), attributes, children);
}

export function drawing(tag, attributes = {}, ...children) {
  return filled(document.createElementNS(SVG, tag), attributes, children);
}

function filled(made, attributes, children) {
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === 'function') made.addEventListener(name, value);
    else if (value === true) made.setAttribute(name, '');
    else if (value !== false && value != null) made.setAttribute(name, value);
  }
  made.append(...children.flat(Infinity).filter(child => child != null && child !== false));
  return made;
}

/** A copy of a template's content. */
export const copyOf = template => at(template).content.cloneNode(true);

/** Tells it to who does not see the page. */
export function say(words) {
  at('said').textContent = words;
}

export const bytes = count => count < 1e6 ? `${Math.ceil(count / 1e3)} kB` : `${(count / 1e6).toFixed(count < 1e7 ? 1 : 0)} MB`;

export const plural = (count, one, many = `${one}s`) => `${count.toLocaleString('en')} ${count === 1 ? one : many}`;

/** With a space that does not break. */
export const millimetres = mm => `${mm < 0 ? '−' : ''}${Math.abs(mm).toFixed(0)}\u00a0mm`;

/** The end of a UID, by which people tell them apart; the whole is in its title. */
export function uid(value) {
  return element('code', { class: 'uid', title: value }, value.length > 16 ? `…${value.slice(-12)}` : value);
}

export function moment(instant) {
  const when = new Date(instant);
  const today = when.toDateString() === new Date().toDateString();
  const time = when.toLocaleTimeString('en-GB');
  return element('time', { datetime: instant, title: instant },
    today ? time : `${when.toLocaleDateString('en-CA')} ${time.slice(0, 5)}`);
}

/** A notice that something is not as it should be; or, as kind "note", that there is nothing. */
export function notice(kind, title, ...more) {
  return element('div', { class: `notice ${kind}`, role: kind === 'bad' ? 'alert' : null },
    element('p', {}, element('strong', {}, title)), ...more.filter(Boolean).map(words =>
      words instanceof Node ? words : element('p', {}, words)));
}
