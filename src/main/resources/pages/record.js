// A record of the trail: a line of the list that opens, and the record that a receipt names.

import { copyable, element, factsView, field, showState, timeView } from "./elements.js";
import { caller, changeText, kindOf, targetText } from "./recorded.js";

/** A line that opens. The source says who asks, and where the list with the record is. */
export function recordView(record, source) {
  const body = element("div", "record");
  const view = element("details", "", element("summary", "", ...line(record)), body);
  view.addEventListener("toggle", () => {
    if (view.open && !body.hasChildNodes()) body.append(...content(record, source));
  });
  return element("li", kindOf(record).replace(" ", "-"), view);
}

function line(record) {
  const { sequence, phase, action, result, count } = record;
  const kind = kindOf(record);
  const subject = record.attempted ?? (targetText(record) || (record.interfaceEndpointId ?? record.linkId ?? record.projectId ?? ""));
  const change = record.change ? changeText(record.change) : "";
  const state = element("span", "state soft", "begun");
  if (phase !== "INTENT") showState(state, result ?? "UNKNOWN");
  return [
    element("span", "sequence soft", String(sequence)), timeView(record.time),
    element("span", "what", ...(kind === "read" ? [] : [element("span", "kind", kind), " "]), element("strong", "", action),
      count > 1 ? ` × ${count} ` : " ", element("span", "soft", subject), change && element("span", "change", ` ${change}`)),
    element("span", "caller", caller(record)), state,
  ];
}

function content(record, source) {
  const all = element("ol", "records", element("li", "note", "Reading…"));
  requestOf(record, source).then((records) => {
    all.replaceChildren(...records.map((other) => element("li", "line", ...line(other))));
  }, (error) => all.replaceChildren(element("li", "bad", error.message)));
  return [
    factsView(record),
    element("h3", "", "All records of its request"), all,
    element("h3", "", "Receipt"),
    element("p", "note", "The answer had it as Audit-Receipt, if it had one. Whoever keeps it can tell later whether the record is"
      + " still the same."),
    copyable(`${record.sequence}:${record.hash}`, `the receipt of record ${record.sequence}`),
  ];
}

/** Oldest first. Callers may choose their ids, so records of several requests can have one. */
async function requestOf({ requestId }, { session, base }) {
  return (await session.all(`${base}?${new URLSearchParams({ requestId, limit: 500, includeCount: false })}`)).reverse();
}

/** Opens the record of a receipt, or of a sequence. */
export function receiptView(source) {
  const input = element("input", "");
  input.autocomplete = "off";
  input.spellcheck = false;
  input.required = true;
  input.pattern = "\\s*[1-9][0-9]{0,17}(:[0-9a-f]{64})?\\s*";
  input.title = "A receipt, such as 42:f0dd…, or a record’s number";
  const answer = element("div", "");
  const form = element("form", "row", field("Audit-Receipt, or a record’s number", input), element("button", "quiet", "Open"));
  form.method = "post";
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const [sequence, hash] = input.value.trim().split(":");
    try {
      const record = await find(sequence, source());
      const view = recordView(record, source());
      view.firstChild.open = true;
      answer.replaceChildren(verdict(record, hash), element("ol", "records", view));
    } catch (error) {
      answer.replaceChildren(element("p", "bad", error.message));
    }
  });
  answer.setAttribute("role", "status");
  return element("details", "", element("summary", "", "Open a record by its receipt"), form, answer);
}

function verdict(record, hash) {
  const state = element("p", "");
  if (!hash) showState(state, "PENDING", "Only a whole receipt shows whether the record is still the same.");
  else if (hash === record.hash) showState(state, "UP", "The record is the one that the receipt names.");
  else showState(state, "DOWN", "The record is not the one that the receipt names: the trail was changed.");
  return state;
}

/** A project's list has no single records, but begins anywhere. */
async function find(sequence, { session, isWhole, base }) {
  if (isWhole) return session.get(`${base}/records/${sequence}`);
  const after = BigInt(sequence) + 1n;
  const { results: [record] } = await session.get(`${base}?after=${after}&limit=1&includeCount=false`);
  if (String(record?.sequence) !== sequence) throw new Error(`The project’s part of the trail has no record ${sequence}.`);
  return record;
}
