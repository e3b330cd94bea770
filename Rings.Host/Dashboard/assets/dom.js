// What every part of the page uses: elements by their ids, text as text, numbers for people.

/** The elements of the page by their ids. */
export const view = new Proxy({}, { get: (_, id) => document.getElementById(id) });

/** Text from the network only ever becomes text. */
export function make(tag, text, className) {
  const node = document.createElement(tag);
  node.textContent = text;
  if (className) node.className = className;
  return node;
}

/** A Did by its ends. */
export function short(did) {
  return did.slice(0, 10) + '…' + did.slice(-4);
}

/** A size in bytes. */
export function bytes(size) {
  const units = ['B', 'KiB', 'MiB', 'GiB', 'TiB'];
  let unit = 0;
  while (size >= 1024 && unit < units.length - 1) {
    size /= 1024;
    unit++;
  }
  return `${unit === 0 ? Math.round(size) : size.toFixed(1)} ${units[unit]}`;
}

/** A number with its noun. */
export function count(number, noun) {
  return `${number} ${noun}${number === 1 ? '' : 's'}`;
}

/** A length of time, by its two largest units. */
export function span(seconds) {
  const units = [['d', 86400], ['h', 3600], ['min', 60], ['s', 1]];
  const first = units.findIndex(([, size]) => seconds >= size);
  if (first < 0) return '0 s';
  const parts = [];
  let rest = Math.floor(seconds);
  for (const [name, size] of units.slice(first, first + 2)) {
    const number = Math.floor(rest / size);
    rest -= number * size;
    if (number > 0) parts.push(`${number} ${name}`);
  }
  return parts.join(' ');
}

/** A moment: the time, with the day where that is not today. */
export function moment(time) {
  const when = new Date(time);
  const today = when.toDateString() === new Date().toDateString();
  return today ? when.toLocaleTimeString() : when.toLocaleString();
}

/** Text as the base64 of its UTF-8. */
export function base64(text) {
  return btoa(String.fromCharCode(...new TextEncoder().encode(text)));
}

/** Copies a text and says so on the button for a moment. */
export async function copy(text, button) {
  const label = button.textContent;
  try {
    await navigator.clipboard.writeText(text);
    button.textContent = 'Copied';
  } catch {
    button.textContent = 'The browser did not allow it';
  }
  setTimeout(() => { button.textContent = label; }, 1500);
}

/** Adds a row to a list that holds a bounded number of them. */
export function keep(list, row, atTop, most = 1000) {
  if (atTop) list.prepend(row); else list.append(row);
  while (list.children.length > most) (atTop ? list.lastChild : list.firstChild).remove();
}
