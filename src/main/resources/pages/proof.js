// What a browser can check of the trail by itself: a record's hash (docs/security.md), proofs in the Merkle tree (RFC 9162,
// section 2.1), and signed notes (C2SP signed-note and tlog-checkpoint). Nothing in here asks the gateway.

const TEXTS = Symbol("text");
const NUMBERS = Symbol("number");
const ED25519 = 1;

/** The layout of records that do not name theirs, and that of new ones. */
const FIRST_LAYOUT = 2;
const LAYOUT = 3;

/** The fields of a record as they are hashed, in their order, with the first layout that has them. */
const FIELDS = [
  ["time", NUMBERS], ["phase", TEXTS], ["requestId", TEXTS], ["kind", TEXTS], ["team", TEXTS], ["keyId", TEXTS],
  ["subject", TEXTS], ["remoteAddress", TEXTS], ["action", TEXTS], ["projectId", TEXTS], ["linkId", TEXTS],
  ["interfaceEndpointId", TEXTS], ["credential", TEXTS], ["credentialVersion", NUMBERS], ["result", TEXTS],
  ["status", NUMBERS], ["code", TEXTS], ["atlasStatus", NUMBERS], ["attempts", NUMBERS], ["durationMicros", NUMBERS],
  ["attempted", TEXTS], ["count", NUMBERS], ["dryRun", NUMBERS], ["operationId", TEXTS], ["target", TEXTS, LAYOUT],
  ["change", TEXTS, LAYOUT], ["sequence", NUMBERS],
];

const utf8 = (text) => new TextEncoder().encode(text);

/** Browsers offer hashes and signatures only to pages that came over TLS, or from the same machine. */
export const canHash = Boolean(globalThis.crypto?.subtle);

async function sha256(...parts) {
  return new Uint8Array(await crypto.subtle.digest("SHA-256", joined(...parts)));
}

function joined(...parts) {
  const bytes = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
}

export function fromBase64(text) {
  return Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
}

export const toHex = (bytes) => Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");

function fromHex(text) {
  if (!/^([0-9a-f]{2})*$/.test(text)) throw new Error("Not hex digits.");
  return Uint8Array.from(text.match(/../g) ?? [], (digits) => Number.parseInt(digits, 16));
}

const same = (one, other) => one.length === other.length && one.every((byte, i) => byte === other[i]);

/** The hash that a record must have by its own fields and the hash of the one before, in hex. */
export async function hashOf(record) {
  const { layout = FIRST_LAYOUT, target, change } = record;
  if (layout > LAYOUT) throw new Error("The record is newer than this page.");
  const values = {
    ...record, ...record.actor, time: micros(record.time),
    target: target && `${target.kind}:${target.name}`, change: change && JSON.stringify(change),
  };
  const parts = FIELDS.filter(([, , since = FIRST_LAYOUT]) => since <= layout)
    .map(([name, kind]) => field(values[name] ?? null, kind));
  return toHex(await sha256(Uint8Array.of(layout), ...parts, utf8(record.previousHash)));
}

/** Of a time with six digits after the second. */
function micros(time) {
  const [, second, fraction] = /^(.{19})\.(\d{6})Z$/.exec(time) ?? [];
  if (!second) throw new Error("The record’s time has another form.");
  return BigInt(Date.parse(`${second}Z`)) * 1000n + BigInt(fraction);
}

function field(value, kind) {
  if (value === null) return Uint8Array.of(255, 255, 255, 255);
  const content = kind === TEXTS ? utf8(value) : new Uint8Array(8);
  if (kind === NUMBERS) new DataView(content.buffer).setBigInt64(0, BigInt(value));
  const length = new Uint8Array(4);
  new DataView(length.buffer).setInt32(0, content.length);
  return joined(length, content);
}

/** The leaf of the tree for a record with this hash (hex). */
export const leafOf = (hash) => sha256(Uint8Array.of(0), fromHex(hash));

const node = (left, right) => sha256(Uint8Array.of(1), left, right);

const half = (number) => Math.floor(number / 2);
const isOdd = (number) => number % 2 === 1;

/** Whether a path leads from the leaf with this index, counted from 0, to the root of a tree with so many leaves. */
export async function isIncluded(index, size, leaf, path, root) {
  if (!(index >= 0 && index < size)) return false;
  let [at, last, hash] = [index, size - 1, leaf];
  for (const sibling of path) {
    if (last === 0) return false;
    if (isOdd(at) || at === last) {
      hash = await node(sibling, hash);
      while (!isOdd(at) && at !== 0) [at, last] = [half(at), half(last)];
    } else {
      hash = await node(hash, sibling);
    }
    [at, last] = [half(at), half(last)];
  }
  return last === 0 && same(hash, root);
}

/** Whether a path shows that the tree of the one root begins with the whole tree of the other. */
export async function isExtension(from, to, path, oldRoot, newRoot) {
  if (!(from >= 1 && from <= to)) return false;
  if (from === to) return path.length === 0 && same(oldRoot, newRoot);
  let [at, last] = [from - 1, to - 1];
  while (isOdd(at)) [at, last] = [half(at), half(last)];
  const [first, ...rest] = at === 0 ? [oldRoot, ...path] : path;
  if (!first) return false;
  let [before, after] = [first, first];
  for (const sibling of rest) {
    if (last === 0) return false;
    if (isOdd(at) || at === last) {
      [before, after] = [await node(sibling, before), await node(sibling, after)];
      while (!isOdd(at) && at !== 0) [at, last] = [half(at), half(last)];
    } else {
      after = await node(after, sibling);
    }
    [at, last] = [half(at), half(last)];
  }
  return last === 0 && same(before, oldRoot) && same(after, newRoot);
}

/** A checkpoint's note: what was signed, and the signatures. Throws if it is none. */
export function parseNote(note) {
  const [, text, lines] = /^([^]*?\n)\n((?:— [^\n]+\n)+)$/.exec(note.replaceAll("\r\n", "\n").trimEnd() + "\n") ?? [];
  const [origin, size, root] = (text ?? "").split("\n");
  if (!root || !/^(0|[1-9]\d{0,15})$/.test(size)) throw new Error("This is not the note of a checkpoint.");
  const signatures = lines.trimEnd().split("\n").map((line) => {
    const [, name, encoded] = /^— (\S+) (\S+)$/.exec(line) ?? [];
    if (!name) throw new Error("A signature of the note is malformed.");
    const bytes = fromBase64(encoded);
    return { name, id: toHex(bytes.slice(0, 4)), bytes: bytes.slice(4) };
  });
  return { text, origin, size: Number(size), root: fromBase64(root), signatures };
}

/** A line of the public keys: NAME+ID+BASE64, where the last part is the algorithm's number and the key. */
export async function parseKey(line) {
  const [, name, id, encoded] = /^(\S+?)\+([0-9a-f]{8})\+(\S+)$/.exec(line.trim()) ?? [];
  if (!name) throw new Error("This is not a public key of checkpoints.");
  const material = fromBase64(encoded);
  const hash = await sha256(utf8(`${name}\n`), material);
  if (material[0] !== ED25519 || toHex(hash.slice(0, 4)) !== id) throw new Error("The public key is malformed.");
  return { name, id, bytes: material.slice(1) };
}

/** The first of these keys that has signed the note; undefined if none has. Throws where the browser has no Ed25519. */
export async function signerOf(note, keys) {
  for (const { name, id, bytes } of keys) {
    const key = await crypto.subtle.importKey("raw", bytes, { name: "Ed25519" }, false, ["verify"]);
    for (const signature of note.signatures) {
      if (signature.name === name && signature.id === id
        && await crypto.subtle.verify({ name: "Ed25519" }, key, signature.bytes, utf8(note.text))) return { name, id };
    }
  }
  return undefined;
}
