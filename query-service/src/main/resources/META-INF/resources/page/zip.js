/** A folder as a zip, which is what the service takes: the files as they are, one after the other (APPNOTE 6.3, method 0). */
const LOCAL = 0x04034b50;
const CENTRAL = 0x02014b50;
const END = 0x06054b50;
const VERSION = 20;
const UTF8_NAMES = 0x0800;

/** Above it the format would need its 64-bit form. */
const MAX_BYTES = 0xfffffff0;
const MAX_FILES = 0xfffe;

const CRC_TABLE = Uint32Array.from({ length: 256 }, (_, byte) => {
  let crc = byte;
  for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? 0xedb88320 ^ (crc >>> 1) : crc >>> 1;
  return crc;
});

async function crc32(file) {
  const bytes = new Uint8Array(await file.arrayBuffer());
  let crc = 0xffffffff;
  for (let at = 0; at < bytes.length; at++) crc = CRC_TABLE[(crc ^ bytes[at]) & 0xff] ^ (crc >>> 8);
  return (crc ^ 0xffffffff) >>> 0;
}

/** What the local and the central header of a file have in common. */
function header(view, start, crc, size, nameBytes) {
  view.setUint16(start, VERSION, true);
  view.setUint16(start + 2, UTF8_NAMES, true);
  view.setUint32(start + 10, crc, true);
  view.setUint32(start + 14, size, true);
  view.setUint32(start + 18, size, true);
  view.setUint16(start + 22, nameBytes, true);
}

/**
 * Files as one zip.
 *
 * @param progress is told how many files are done
 * @throws RangeError when there are too many, or they are too large together
 */
export async function zip(files, signal, progress) {
  const total = files.reduce((sum, file) => sum + file.size, 0);
  if (files.length > MAX_FILES || total > MAX_BYTES) throw new RangeError('more than fits into one zip');
  const parts = [];
  const central = [];
  let offset = 0;
  for (const [index, file] of files.entries()) {
    signal.throwIfAborted();
    const name = new TextEncoder().encode(`${index}`); // a file's name may tell of a patient, and is not needed
    const crc = await crc32(file);
    const local = new DataView(new ArrayBuffer(30));
    local.setUint32(0, LOCAL, true);
    header(local, 4, crc, file.size, name.length);
    const entry = new DataView(new ArrayBuffer(46));
    entry.setUint32(0, CENTRAL, true);
    entry.setUint16(4, VERSION, true);
    header(entry, 6, crc, file.size, name.length);
    entry.setUint32(42, offset, true);
    parts.push(local, name, file);
    central.push(entry, name);
    offset += local.byteLength + name.length + file.size;
    progress(index + 1);
  }
  const end = new DataView(new ArrayBuffer(22));
  end.setUint32(0, END, true);
  end.setUint16(8, files.length, true);
  end.setUint16(10, files.length, true);
  end.setUint32(12, central.reduce((sum, part) => sum + part.byteLength, 0), true);
  end.setUint32(16, offset, true);
  return new Blob([...parts, ...central, end], { type: 'application/zip' });
}
