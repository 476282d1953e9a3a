// What is checked and how: texts go in, a report of codes and values comes out. Nothing here touches the page.
// The formats: docs/record-format.md, and signed-note, tlog-checkpoint, tlog-cosignature and tlog-proof of C2SP.
// Reading is strict, but for blank space around a text and Windows line ends, which mail and pasting bring in.

const NOTE = 1, COSIGNATURE = 4, COSIGNATURE_ML_DSA = 6;
const KEY_LENGTHS = { [NOTE]: 32, [COSIGNATURE]: 32, [COSIGNATURE_ML_DSA]: 1312 };
const LONGEST = 4_000_000, LONGEST_ENTRY = 65_535, MOST_SIGNATURES = 64, MOST_HASHES = 63;
const LARGEST = 1n << 63n;
// A witness's clock and the keeper's may differ a little before it is worth a word.
const CLOCKS_DIFFER_BY = 60;

/** A reason to stop. Its code names the sentence: `read.*` the text can't be read, `broken.*` a check says no. */
class Refusal extends Error {
  constructor(code, given = {}) {
    super(code);
    this.code = code;
    this.given = given;
  }
}
function refuse(code, given) {
  throw new Refusal(code, given);
}

// ---- bytes

function join(...parts) {
  const arrays = parts.map((part) => (typeof part === "string" ? new TextEncoder().encode(part) : part));
  const joined = new Uint8Array(arrays.reduce((length, array) => length + array.length, 0));
  let at = 0;
  for (const array of arrays) {
    joined.set(array, at);
    at += array.length;
  }
  return joined;
}
const sha256 = async (...parts) => new Uint8Array(await crypto.subtle.digest("SHA-256", join(...parts)));
const same = (one, other) => one.length === other.length && one.every((byte, i) => byte === other[i]);
const hex = (raw) => Array.from(raw, (byte) => byte.toString(16).padStart(2, "0")).join("");
const fromHex = (text) => Uint8Array.from(text.match(/../g) ?? [], (pair) => parseInt(pair, 16));
const toBase64 = (raw) => btoa(String.fromCharCode(...raw));

/** The bytes that a base64 text stands for, or null for any but their one spelling. */
function fromBase64(text) {
  try {
    const raw = atob(text);
    return btoa(raw) === text ? Uint8Array.from(raw, (letter) => letter.charCodeAt(0)) : null;
  } catch {
    return null;
  }
}

/** A value as RFC 8785 writes it, whose numbers, strings and order of names are JavaScript's own. */
function canonical(value) {
  if (typeof value === "string" && !value.isWellFormed()) throw new TypeError("half a character");
  if (Array.isArray(value)) return `[${value.map(canonical).join(",")}]`;
  if (value === null || typeof value !== "object") return JSON.stringify(value);
  const names = Object.keys(value).sort();
  return `{${names.map((name) => `${canonical(name)}:${canonical(value[name])}`).join(",")}}`;
}

/** The value of a canonical JSON text, or undefined: a name given twice, a space or another order is refused. */
function readCanonical(text) {
  try {
    const value = JSON.parse(text);
    return canonical(value) === text ? value : undefined;
  } catch {
    return undefined;
  }
}

// ---- reading; `first` is the number of a text's first line in what was put in, so that a fault names its line

const tidy = (text) => `${text.replace(/\r\n/g, "\n").trim()}\n`;
const isName = (text) => /^[^\s+\p{C}\p{Z}]+$/u.test(text);

/** A size or index in its one spelling, or null. */
function decimal(text) {
  if (!/^(0|[1-9][0-9]{0,18})$/.test(text)) return null;
  const number = BigInt(text);
  return number < LARGEST ? number : null;
}

/** Milliseconds since 1970 of a time as the record writes it, or null. */
function readTime(text) {
  if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$/.test(text)) return null;
  const at = Date.parse(`${text.slice(0, 23)}Z`);
  // 30 February is a date to some browsers
  return !Number.isNaN(at) && new Date(at).toISOString().slice(0, 23) === text.slice(0, 23) ? at : null;
}

const isId = (text) => /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(text);

function readHash(text, code, given) {
  const raw = fromBase64(text);
  return raw?.length === 32 ? raw : refuse(code, given);
}

/** Public keys, one a line. `types` are those that may stand there. */
async function readKeys(text, types) {
  const keys = [];
  for (const [i, line] of tidy(text).split("\n").entries()) {
    if (line.trim()) keys.push(await readKey(line.trim(), types, i + 1));
  }
  return keys;
}

async function readKey(text, types, line) {
  if (text.startsWith("PRIVATE+KEY+")) refuse("read.private_key", { line });
  const [, name, id, coded] = /^([^+]*)\+([0-9a-f]{8})\+(.*)$/.exec(text) ?? refuse("read.key", { line });
  const raw = fromBase64(coded);
  if (!isName(name) || !raw?.length) refuse("read.key", { line });
  const key = { name, id, type: raw[0], raw: raw.slice(1), vkey: text };
  if (KEY_LENGTHS[key.type] !== key.raw.length) refuse("read.key", { line });
  if (hex((await sha256(`${name}\n`, raw)).slice(0, 4)) !== id) refuse("read.key_id", { line, name });
  if (!types.includes(key.type)) refuse(key.type === NOTE ? "read.not_witness" : "read.not_log", { line, name });
  return key;
}

/** A signed note: its text and its signatures, none of them checked. */
function readNote(whole, first = 1) {
  const control = whole.search(/[\x00-\x09\x0b-\x1f]/);
  if (control >= 0) refuse("read.control", { line: first + whole.slice(0, control).split("\n").length - 1 });
  const end = whole.lastIndexOf("\n\n");
  if (end < 0) refuse("read.unsigned", { line: first });
  const text = whole.slice(0, end + 1);
  const lines = whole.slice(end + 2, -1).split("\n");
  if (lines.length > MOST_SIGNATURES) refuse("read.many_signatures", { most: MOST_SIGNATURES });
  const below = first + text.split("\n").length;
  return { text, signatures: lines.map((line, i) => readSignature(line, below + i)) };
}

function readSignature(text, line) {
  const [dash, name, coded, more] = text.split(" ");
  const raw = fromBase64(coded ?? "");
  const fits = dash === "\u2014" && isName(name ?? "") && raw?.length >= 5 && more === undefined;
  return fits ? { name, id: hex(raw.slice(0, 4)), raw: raw.slice(4) } : refuse("read.signature", { line });
}

function readCheckpoint(whole, first = 1) {
  const note = readNote(whole, first);
  const [origin, size, root, ...rest] = note.text.split("\n");
  const number = decimal(size ?? "");
  if (!isName(origin) || rest.pop() !== "" || rest.includes("")) refuse("read.checkpoint", { line: first });
  if (number === null) refuse("read.checkpoint", { line: first + 1 });
  return { kind: "checkpoint", note, origin, size: number, root: readHash(root, "read.checkpoint", { line: first + 2 }) };
}

function readReceipt(whole) {
  const note = readNote(whole);
  const shape = /^returnhub\/receipt\/v1\n(.*)\nid (.*)\nrecorded (.*)\nleaf (.*)\n$/;
  const [, origin, id, recorded, leaf] = shape.exec(note.text) ?? refuse("read.receipt", { line: 1 });
  if (!isName(origin)) refuse("read.receipt", { line: 2 });
  if (!isId(id)) refuse("read.receipt", { line: 3 });
  if (readTime(recorded) === null) refuse("read.receipt", { line: 4 });
  return { kind: "receipt", note, origin, id, recorded, leaf: readHash(leaf, "read.receipt", { line: 5 }) };
}

function readProof(whole) {
  const end = whole.indexOf("\n\n");
  const [head, extra = "", index = "", ...hashes] = whole.slice(0, end < 0 ? undefined : end).split("\n");
  if (head !== "c2sp.org/tlog-proof@v1") refuse("read.proof", { line: 1 });
  const { leaf, salt, content } = readExtra(extra);
  const number = index.startsWith("index ") ? decimal(index.slice(6)) : null;
  if (number === null) refuse("read.proof", { line: 3 });
  if (end < 0) refuse("read.unsigned", { line: 4 });
  if (hashes.length > MOST_HASHES) refuse("read.many_hashes", { most: MOST_HASHES });
  const path = hashes.map((text, i) => readHash(text, "read.hash", { line: 4 + i }));
  const checkpoint = readCheckpoint(whole.slice(end + 2), 5 + hashes.length);
  return { kind: "proof", leaf, salt, content, index: number, path, checkpoint, note: checkpoint.note, origin: checkpoint.origin };
}

/** The entry as text; salt and content too where the file has them. */
function readExtra(line) {
  const raw = line.startsWith("extra ") ? fromBase64(line.slice(6)) : null;
  let members;
  try {
    members = raw && readCanonical(new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(raw));
  } catch {
    refuse("read.extra", { line: 2 });
  }
  const names = Object.keys(members ?? {}).join();
  if (names !== "leaf" && names !== "content,leaf,salt") refuse("read.extra", { line: 2 });
  if (Object.values(members).some((value) => typeof value !== "string")) refuse("read.extra", { line: 2 });
  if (members.salt === undefined) return members;
  return { ...members, salt: readHash(members.salt, "read.extra", { line: 2 }) };
}

const KINDS = new Map([
  ["commitment", "content"],
  ["commitment,erasure", "erasure"],
  ["seal", "seal"],
  ["handover", "handover"],
]);

/** What an entry says. One that is in the tree but is none of the four kinds is not of this format. */
function readEntry(text) {
  const entry = readCanonical(text);
  const names = Object.keys(entry ?? {}).filter((name) => !["id", "recorded", "v"].includes(name)).join();
  const kind = KINDS.get(names);
  const texts = kind && [entry.id, entry.recorded].every((value) => typeof value === "string");
  const fits = texts && entry.v === 1 && isId(entry.id) && readTime(entry.recorded) !== null;
  if (!fits || join(text).length > LONGEST_ENTRY) refuse("read.entry");
  if (kind === "erasure" && (decimal(`${entry.erasure?.index}`) === null || typeof entry.erasure.basis !== "string")) refuse("read.entry");
  if ("commitment" in entry) entry.commitment = readHash(entry.commitment, "read.entry");
  return { ...entry, kind };
}

/** Whatever was put in: a proof, a receipt or a checkpoint. */
function readPaper(text) {
  const whole = tidy(text);
  if (whole.length > LONGEST) refuse("read.long", { most: BigInt(LONGEST) });
  if (whole.startsWith("c2sp.org/tlog-proof@")) return readProof(whole);
  if (whole.startsWith("returnhub/receipt/")) return readReceipt(whole);
  if (/^[^\n]+\n\d+\n/.test(whole)) return readCheckpoint(whole);
  return refuse("read.kind", { line: 1 });
}

/** Papers that stand one after another: a new one begins below the signatures of the one before. */
function split(text) {
  const papers = [];
  let signed = true;
  for (const line of tidy(text).split("\n")) {
    const signature = line.startsWith("\u2014 ");
    if (signed && !signature && line) papers.push([]);
    papers[papers.length - 1]?.push(line);
    if (line) signed = signature;
  }
  return papers.map((lines) => lines.join("\n"));
}

// ---- arithmetic

/** RFC 8032, test 1: a browser that gets this wrong, or has no Ed25519, is not asked anything else. */
async function browserIsAble() {
  const key = fromHex("d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a");
  const signature = fromHex(
    "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b",
  );
  if (!globalThis.crypto?.subtle || !"".isWellFormed) return false;
  return (await verifies("raw", "Ed25519", key, signature, join(""))) === true;
}

/** True or false, or null where the browser does not know the algorithm. */
async function verifies(format, algorithm, raw, signature, message) {
  try {
    const key = await crypto.subtle.importKey(format, raw, algorithm, false, ["verify"]);
    return await crypto.subtle.verify(algorithm, key, signature, message);
  } catch (fault) {
    // a key that is no point on the curve is a DataError: it has signed nothing
    return fault.name === "DataError" || fault.name === "OperationError" ? false : null;
  }
}

/** Check one signature by a key over a note's text: {key, at}, with `at` null unless the signature states a time. */
async function checkSignature(key, text, raw) {
  if (key.type === NOTE) {
    if (!(await verifies("raw", "Ed25519", key.raw, raw, join(text)))) refuse("broken.signature", { name: key.name });
    return { key, at: null };
  }
  const stamp = raw.slice(0, 8), seconds = BigInt(`0x${hex(stamp) || 0}`);
  const ed25519 = key.type === COSIGNATURE;
  const message = ed25519 ? join(`cosignature/v1\ntime ${seconds}\n${text}`) : subtreeMessage(key.name, stamp, text);
  const [format, algorithm] = ed25519 ? ["raw", "Ed25519"] : ["raw-public", "ML-DSA-44"];
  const holds = await verifies(format, algorithm, key.raw, raw.slice(8), message);
  if (holds === null) return { key, unable: true };
  const at = Number(seconds) * 1000;
  if (!holds || Number.isNaN(new Date(at).getTime())) refuse("broken.cosignature", { name: key.name });
  return { key, at };
}

/** What an ML-DSA-44 cosignature signs: name, time, origin, the range from 0 to the size, and the root. */
function subtreeMessage(name, stamp, text) {
  const [origin, size, root] = text.split("\n");
  const short = (word) => join(Uint8Array.of(join(word).length), word);
  const end = fromHex(BigInt(size).toString(16).padStart(16, "0"));
  return join("subtree/v1\n\0", short(name), stamp, short(origin), new Uint8Array(8), end, fromBase64(root));
}

/** Every signature of a known key is checked, and a wrong one refused; those of unknown keys are passed over. */
async function signers(note, keys) {
  const found = new Map();
  for (const { name, id, raw } of note.signatures) {
    const key = keys.find((one) => one.name === name && one.id === id);
    if (key) found.set(key, await checkSignature(key, note.text, raw));
  }
  return [...found.values()];
}

/** The log's own signature over a checkpoint or receipt. */
async function checkSigned(paper, keys) {
  const { name } = keys[0];
  if (paper.origin !== name) refuse("broken.origin", { origin: paper.origin, name });
  const by = await signers(paper.note, keys);
  const ids = paper.note.signatures.filter((one) => one.name === name).map((one) => one.id);
  if (!by.length && ids.length) refuse("broken.other_key", { name, ids, expected: keys.map((key) => key.id) });
  if (!by.length) refuse("broken.unsigned", { name });
  return { name, id: by.map((one) => one.key.id) };
}

/** RFC 9162, section 2.1.3.2: do the hashes lead from the leaf to the root? Numbers are BigInt, as sizes pass 2 ** 53. */
async function checkInclusion(leaf, index, size, path, root) {
  if (index >= size) refuse("broken.beyond", { index, size });
  let at = index, last = size - 1n, hash = leaf;
  for (const sibling of path) {
    if (last === 0n) refuse("broken.length", { index });
    const fromLeft = at % 2n === 1n || at === last;
    hash = fromLeft ? await sha256(Uint8Array.of(1), sibling, hash) : await sha256(Uint8Array.of(1), hash, sibling);
    // a node without a sibling rises as it is
    while (fromLeft && at % 2n === 0n && at !== 0n) [at, last] = [at >> 1n, last >> 1n];
    [at, last] = [at >> 1n, last >> 1n];
  }
  if (last !== 0n) refuse("broken.length", { index });
  if (!same(hash, root)) refuse("broken.inclusion", { index });
}
