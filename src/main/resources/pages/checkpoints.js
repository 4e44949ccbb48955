// The signed checkpoints of the trail, and the keys that verify them.

import { button, copyable, element, onDemand, saving, showState, showText, timeView } from "./elements.js";

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
    element("div", "row", make), all,
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
    list.replaceChildren(...checkpoints.map(checkpointView));
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

function checkpointView({ size, time, note }) {
  return element("li", "", element("details", "", element("summary", "", timeView(time), ` · ${size} records`),
    copyable(note, `the checkpoint of ${size}`), element("div", "row", saving(`${String(size).padStart(20, "0")}.checkpoint`, note))));
}

/** The lines of all public keys, newest first; none if the gateway shows none. */
async function publicKeys(session) {
  try {
    return (await (await session.ask("/audit/public-key")).text()).split("\n").filter(Boolean);
  } catch (error) {
    if (error.status === 404) return [];
    throw error;
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
