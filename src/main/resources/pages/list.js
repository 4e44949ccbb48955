// A list that may be long: a part of it is shown, and a field finds the others.

import { button, element, field, textInput } from "./elements.js";

const STEP = 50;
const FIND_FROM = 20;

/** @param title of the list, such as "Endpoints of AWS US_EAST_1" */
export function longList(title) {
  const list = element("ul", "endpoints");
  const input = textInput();
  const find = field(`Find in ${title}`, input);
  const summary = element("p", "note");
  const more = button("Show more", () => {
    const first = room;
    room += STEP;
    show();
    focusOn(list.children[first]);
  });
  let entries = [];
  let nothing = "";
  let room = STEP;

  function show() {
    const wanted = input.value.trim().toLowerCase();
    const fitting = entries.filter((entry) => entry.text.toLowerCase().includes(wanted));
    const items = fitting.slice(0, room).map((entry) => entry.item());
    if (!items.length) items.push(element("li", "note", entries.length ? "None fits." : nothing));
    if (patch(list, items)) focusOn(list);
    find.hidden = summary.hidden = entries.length < FIND_FROM;
    more.hidden = fitting.length <= room;
    const text = `${Math.min(room, fitting.length)} of ${entries.length} are shown${wanted ? `, ${fitting.length} fit` : ""}.`;
    if (summary.textContent !== text) summary.textContent = text;
  }

  list.setAttribute("aria-label", title);
  summary.setAttribute("role", "status");
  input.addEventListener("input", () => { room = STEP; show(); });
  return {
    view: element("div", "", find, summary, list, more),
    /**
     * @param latest entries with a text to find them by, and what makes or keeps their item
     * @param none what is said without entries
     */
    show(latest, none) {
      entries = latest;
      nothing = none;
      show();
    },
  };
}

function focusOn(target) {
  target.tabIndex = -1;
  target.focus();
}

/** Leaves the items that stay where they are, so that what is open or has the focus in them stays so. Says whether it took the focus away. */
function patch(list, items) {
  const staying = new Set(items);
  let isLost = false;
  for (const item of [...list.children]) {
    if (staying.has(item)) continue;
    isLost ||= item.contains(document.activeElement);
    item.remove();
  }
  items.forEach((item, i) => { if (list.children[i] !== item) list.insertBefore(item, list.children[i] ?? null); });
  return isLost;
}
