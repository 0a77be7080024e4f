/** What was dropped or chosen: one file, or a folder of them. */
import { zip } from './zip.js';

/** What a folder may hold beside images. */
const IGNORED = /^(\.|thumbs\.db$|desktop\.ini$|dicomdir$)/i;

/** Files of a drop, those in folders, too. */
export async function filesOf(transfer) {
  const entries = [...transfer.items].map(item => item.webkitGetAsEntry?.()).filter(Boolean); // gone after the first wait
  const files = [...transfer.files];
  if (!entries.some(entry => entry.isDirectory)) return files;
  return (await Promise.all(entries.map(walk))).flat();
}

async function walk(entry) {
  if (entry.isFile) return [await new Promise((resolve, reject) => entry.file(resolve, reject))];
  const reader = entry.createReader();
  const found = [];
  for (;;) { // a reader gives a hundred at a time
    const some = await new Promise((resolve, reject) => reader.readEntries(resolve, reject));
    if (some.length === 0) return found.flat();
    found.push(...await Promise.all(some.map(walk)));
  }
}

/** Those of a folder that may be images. */
export const images = files => files.filter(file => !IGNORED.test(file.name) && file.size > 0);

/** One file as it is; several as a zip. */
export async function asOne(files, signal, progress) {
  if (files.length === 1) return files[0];
  return new File([await zip(files, signal, progress)], 'folder.zip', { type: 'application/zip' });
}
