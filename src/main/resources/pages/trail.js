// The records of the trail: which are read, and which of these are shown.

import { button, element } from "./elements.js";
import { filtersView } from "./filters.js";
import { receiptView, recordView } from "./record.js";
import { timelineView } from "./timeline.js";
import { isWrite, merged } from "./recorded.js";

const PAGE = 500;
const SHOWN_AT_ONCE = 50;
// A page of a filter that fits few records can be empty, so one press reads several; all of them at most so many records.
const PAGES_AT_ONCE = 4;
const MOST_RECORDS = 5000;

/** Records, newest first, of which older ones are read on demand. */
class Selection {
  records = [];
  #session;
  #next;

  constructor(session, path) {
    this.#session = session;
    this.#next = path;
  }

  get isWhole() {
    return !this.#next;
  }

  get mayGrow() {
    return !this.isWhole && this.records.length < MOST_RECORDS;
  }

  async readOlder() {
    const list = await this.#session.get(this.#next);
    this.records.push(...list.results);
    this.#next = list.links.find((link) => link.rel === "next")?.href;
  }
}

export function trailView(session, projects, isWhole) {
  const filters = filtersView(projects, isWhole);
  const status = element("p", "note");
  const list = element("ol", "records");
  const more = button("Older records", () => showMore());
  const timeline = timelineView({
    older: () => read((current) => current.readOlder()),
    narrow: (begin, end) => { filters.narrow(begin, end); start(); },
  });
  const source = () => ({ session, isWhole, base: filters.base() });
  let selection;
  let room;

  const wanted = ({ records }) => merged(records).filter((record) => !filters.onlyWrites() || isWrite(record));

  function start() {
    selection = new Selection(session, filters.path(PAGE));
    timeline.clear();
    return showFirst();
  }

  function showFirst() {
    room = 0;
    list.replaceChildren();
    return showMore();
  }

  function showMore() {
    room += SHOWN_AT_ONCE;
    return read(async (current) => {
      for (let pages = 0; pages < PAGES_AT_ONCE && current.mayGrow && wanted(current).length < room; pages += 1) {
        await current.readOlder();
      }
    });
  }

  /** Reads, unless others are chosen meanwhile. */
  async function read(reading) {
    const current = selection;
    status.className = "note";
    status.textContent = "Reading…";
    more.hidden = true;
    try {
      await reading(current);
      if (current === selection) show();
    } catch (error) {
      if (current !== selection) return;
      status.className = "bad";
      status.textContent = error.message;
      more.hidden = current.records.length === 0;
    }
  }

  function show() {
    const all = wanted(selection);
    list.append(...all.slice(list.children.length, room).map((record) => recordView(record, source())));
    status.textContent = summary(list.children.length, all.length);
    more.hidden = list.children.length === all.length && !selection.mayGrow;
    filters.suggest(selection.records);
    timeline.show(selection);
  }

  function summary(shown, fitting) {
    const older = selection.isWhole ? "" : selection.mayGrow ? " Older ones follow."
      : " This page reads no more. Choose an earlier time to see older ones.";
    if (!fitting) return selection.isWhole ? "No record fits." : `None of the ${selection.records.length} newest records fits.${older}`;
    return shown === fitting && selection.isWhole ? (shown === 1 ? "One record." : `${shown} records.`)
      : `The ${shown} newest records.${older || ` ${fitting - shown} older ones follow.`}`;
  }

  status.setAttribute("role", "status");
  filters.form.addEventListener("submit", (event) => { event.preventDefault(); start(); });
  filters.form.addEventListener("reset", () => setTimeout(start));
  filters.form.querySelector("[type=checkbox]").addEventListener("change", showFirst);
  start();
  return element("div", "", filters.form, timeline.view, element("section", "", element("h2", "", "Records"),
    receiptView(source), status, list, more));
}
