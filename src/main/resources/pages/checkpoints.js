// The signed checkpoints of the trail, and whether it still extends one of them.

import { button, copyable, element, field, onDemand, saving, showState, showText, timeView } from "./elements.js";
import { extensionViews, publicKeys } from "./proving.js";

const SHOWN = 20;

/** Calls `known` with the sizes of the checkpoints whenever they are read. */
export function checkpointsView(session, known) {
  const state = element("p", "state soft", "reading…");
  const remark = element("p", "note");
  const list = element("ol", "checkpoints");
  const make = button("Make one now", async () => {
    make.disabled = true;
    try {
      await session.ask("/admin/audit/checkpoint");
      await read();
    } catch (error) {
      fail(error);
    }
    make.disabled = false;
  });
  const all = element("details", "", element("summary", "", "Newest checkpoints"), list);
  const card = element("section", "card", element("div", "row between", element("h3", "", "Checkpoints"), state), remark,
    element("div", "row", make), all, heldView(session),
    onDemand("Public keys", "Reading the keys…", async () => keyViews(await publicKeys(session))));

  async function read() {
    const { results } = await session.get(`/admin/audit/checkpoints?itemsPerPage=${SHOWN}`);
    results.sort((one, other) => other.size - one.size);
    show(results);
    known(results.map(({ size }) => size));
  }

  function show(checkpoints) {
    const [newest] = checkpoints;
    all.hidden = !newest;
    list.replaceChildren(...checkpoints.map((checkpoint) => checkpointView(session, checkpoint, newest)));
    if (!newest) {
      showState(state, "PENDING", "none yet");
      showText(remark, "The gateway signs one at regular intervals, if there is something new.");
      return;
    }
    showState(state, "UP", age(newest.time));
    showText(remark, `The newest is for ${newest.size} records. Copies that are kept elsewhere show a changed or shortened trail.`);
  }

  function fail(error) {
    card.hidden = error.status === 404;
    showState(state, "FAILED", "not known");
    showText(remark, error.message);
  }

  state.setAttribute("role", "status");
  all.hidden = true;
  read().catch(fail);
  return card;
}

function checkpointView(session, { size, time, note }, newest) {
  const checked = element("ul", "checks");
  const check = async () => checked.replaceChildren(...await held(session, note, newest.note));
  return element("li", "", element("details", "", element("summary", "", timeView(time), ` · ${size} records`),
    copyable(note, `the checkpoint of ${size}`),
    element("div", "row", saving(`${String(size).padStart(20, "0")}.checkpoint`, note), button("Does the newest extend it?", check)),
    checked));
}

/** A checkpoint that was kept elsewhere is held against the trail as it is now. */
function heldView(session) {
  const input = element("textarea", "");
  input.rows = 5;
  input.spellcheck = false;
  input.required = true;
  const checked = element("ul", "checks");
  const answer = element("div", "", checked);
  const form = element("form", "", field("The checkpoint’s text", input), element("button", "quiet", "Check"), answer);
  form.method = "post";
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    checked.replaceChildren(element("li", "note", "Checking…"));
    try {
      const newest = await (await session.ask("/admin/audit/checkpoint")).text();
      checked.replaceChildren(...await held(session, input.value, newest));
    } catch (error) {
      checked.replaceChildren(element("li", "bad", error.message));
    }
  });
  answer.setAttribute("role", "status");
  return element("details", "", element("summary", "", "Check one that you have kept"), form);
}

async function held(session, older, newer) {
  try {
    return await extensionViews(session, older, newer, await publicKeys(session));
  } catch (error) {
    return [element("li", "bad", error.message)];
  }
}

function keyViews(keys) {
  if (!keys.length) return [element("p", "note", "The gateway shows none.")];
  return [element("p", "note", "Keep them elsewhere. A signature by one of them shows that this gateway made a checkpoint."),
    ...keys.map((key, i) => copyable(key, `public key ${i + 1}`))];
}

function age(time) {
  const minutes = Math.floor((Date.now() - Date.parse(time)) / 60_000);
  const hours = Math.floor(minutes / 60);
  const [number, unit] = hours < 1 ? [minutes, "minute"] : hours < 48 ? [hours, "hour"] : [Math.floor(hours / 24), "day"];
  return minutes < 1 ? "just made" : `${number} ${unit}${number === 1 ? "" : "s"} old`;
}
