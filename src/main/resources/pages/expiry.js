// The end of a key, told in its last days.

import { copyable, element, timeText } from "./elements.js";

const DAY = 86_400_000;
const TOLD_BEFORE = 14 * DAY;
const PERIOD = 3_600_000;
const ORIGIN = new URL(import.meta.url).origin;

/** Tells it in the target while the session lasts; answers of the gateway may bring another end. */
export function watchExpiry(target, session, caller) {
  let end = null;
  let shown = "";

  function show() {
    const left = end - Date.now();
    const text = end === null || left > TOLD_BEFORE ? "" : left < 0 ? "Your key has ended."
      : `Your key ends in ${lasting(left)}, on ${timeText(new Date(end).toISOString())}.`;
    if (text === shown) return;
    shown = text;
    target.replaceChildren(...(text ? [element("p", "busy", element("strong", "", text)), ...renewal(caller)] : []));
  }

  session.keyExpires = (time) => {
    end = Date.parse(time);
    show();
  };
  if (caller.expiresAt) session.keyExpires(caller.expiresAt);
  const timer = setInterval(show, PERIOD);
  session.signal.addEventListener("abort", () => {
    clearInterval(timer);
    target.replaceChildren();
  });
}

function lasting(time) {
  const [count, unit] = time >= 2 * DAY ? [time / DAY, "day"] : time >= 7_200_000 ? [time / 3_600_000, "hour"] : [time / 60_000, "minute"];
  return `${Math.floor(count)} ${unit}${Math.floor(count) === 1 ? "" : "s"}`;
}

/** How to take a new one: only a team's key can do that itself. */
function renewal({ kind, id, replacedById }) {
  if (replacedById) return [element("p", "note", "It was replaced by another key. Use that one.")];
  if (kind !== "team" || !id) return [element("p", "note", "Ask an administrator for another one.")];
  return [element("details", "", element("summary", "", "Take a new key"),
    element("p", "note", "The new key is shown once. The old one works for another hour, so that you can replace it everywhere."),
    copyable(`linkgate key rotate --url ${ORIGIN} --key-file FILE`, "the command for a new key"),
    copyable(`curl -X POST ${ORIGIN}/keys/rotation -H "Authorization: Bearer $LINKGATE_KEY" -H 'Content-Type: application/json' -d '{"overlap":"PT1H"}'`,
      "the request for a new key"))];
}
