// What the browser finds when it checks proofs and checkpoints, and the files to check them elsewhere.

import { copyable, element, saving, showState } from "./elements.js";
import { canHash, fromBase64, hashOf, isExtension, isIncluded, leafOf, parseKey, parseNote, signerOf } from "./proof.js";

const CANNOT_HASH = "Browsers check only for pages that came over TLS. Use the command line.";

/** The lines of all public keys, newest first; none if the gateway shows none. */
export async function publicKeys(session) {
  try {
    return (await (await session.ask("/audit/public-key")).text()).split("\n").filter(Boolean);
  } catch (error) {
    if (error.status === 404) return [];
    throw error;
  }
}

export async function proofViews(record, { session, isWhole, base }) {
  const path = isWhole ? `${base}/proofs/inclusion?sequence=${record.sequence}` : `${base}/records/${record.sequence}/proof`;
  const text = await (await session.ask(path)).text();
  const proof = JSON.parse(text);
  const keys = await publicKeys(session);
  return [
    element("ul", "checks", ...await inclusionChecks(record, proof, keys)),
    ...kept(`proof-${proof.sequence}.json`, text, keys),
    element("p", "note", `The path has ${proof.path.length} hashes. The checkpoint, for ${proof.size} records:`),
    copyable(proof.checkpoint, "the checkpoint"),
  ];
}

async function inclusionChecks(record, proof, keys) {
  if (!canHash) return [line("PENDING", CANNOT_HASH)];
  const leaf = await leafOf(record.hash);
  const note = parseNote(proof.checkpoint);
  return [
    await check(async () => await hashOf(record) === record.hash,
      "The hash is that of the record as it is shown.", "The hash is not that of the record as it is shown."),
    await check(async () => note.size === proof.size && proof.sequence === record.sequence
        && await isIncluded(record.sequence - 1, proof.size, leaf, proof.path.map(fromBase64), note.root),
      "The path leads from this hash to the root in the checkpoint.",
      "The path does not lead from this hash to the root in the checkpoint."),
    await signatureCheck(note, keys),
  ];
}

/** Whether the newer of two checkpoints, both notes, extends the older one, which can come from anywhere. */
export async function extensionViews(session, older, newer, keys) {
  if (!canHash) return [line("PENDING", CANNOT_HASH)];
  const [before, after] = [parseNote(older), parseNote(newer)];
  const signatures = [await signatureCheck(before, keys)];
  if (before.origin !== after.origin) return [...signatures, line("DOWN", "It is a checkpoint of another trail.")];
  if (before.size > after.size) {
    return [...signatures, line("DOWN", `It has ${before.size} records, and the trail has only ${after.size}.`)];
  }
  if (before.size === 0) return [...signatures, line("UP", "It is the checkpoint of an empty trail, which every trail extends.")];
  const proof = before.size === after.size ? { path: [] }
    : await session.get(`/admin/audit/proofs/consistency?from=${before.size}&to=${after.size}`);
  return [...signatures, await check(
    () => isExtension(before.size, after.size, proof.path.map(fromBase64), before.root, after.root),
    `The trail of ${after.size} records begins with exactly these ${before.size}.`,
    `The trail of ${after.size} records does not begin with these ${before.size}.`)];
}

async function signatureCheck(note, keys) {
  if (!keys.length) return line("PENDING", "The gateway shows no public key, so the signature is not checked.");
  try {
    const signer = await signerOf(note, await Promise.all(keys.map(parseKey)));
    return signer ? line("UP", `The checkpoint is signed by the key ${signer.name}+${signer.id}, which this gateway shows.`)
      : line("DOWN", "The checkpoint is not signed by any key that this gateway shows.");
  } catch (error) {
    if (error.name === "NotSupportedError") {
      return line("PENDING", "This browser has no Ed25519, so the signature is not checked. Use the command line.");
    }
    return line("DOWN", error.message);
  }
}

async function check(run, good, bad) {
  try {
    return await run() ? line("UP", good) : line("DOWN", bad);
  } catch (error) {
    return line("DOWN", `${bad} ${error.message}`);
  }
}

function line(state, text) {
  const item = element("li", "");
  showState(item, state, text);
  return item;
}

/** The proof as a file, and how to check it without the gateway. */
function kept(name, text, keys) {
  const key = keys[0] ?? "KEY";
  return [
    element("p", "note", "Keep it to check it elsewhere. Compare the key with the one that you have kept: this page has it from the"
      + " gateway that it checks."),
    saving(name, text, "application/json"),
    copyable(`java -jar linkgate.jar audit proof ${name} --key '${key.replaceAll("'", "")}'`, "the command that checks the proof"),
  ];
}
