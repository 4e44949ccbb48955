// The card of Data Federation and Online Archive, whose endpoints are on no link. There is no stream of them, so they are read.

import { openChange } from "./change.js";
import { button, element, timeText } from "./elements.js";
import { endpointsView } from "./endpoint.js";
import { commentForm, federationForm } from "./form.js";

const NAME = "Data Federation";
const PERIOD = 2000;

/** @param place as that of a link */
export function federationView(place) {
  const { session, project, redrawn } = place;
  const title = element("h3", "", NAME);
  const remark = element("span", "note", "Reading…");
  const site = {
    ...place, endpoints: `/projects/${encodeURIComponent(project.id)}/federation-endpoints`, title: NAME, mayChange: project.role !== "viewer",
    change: (start) => openChange(site, start),
    comment: (endpoint) => openChange(site, { form: commentForm(site, endpoint) }),
    focus: () => title.focus(),
    follow() {},
    changed() {
      place.changed();
      showSeen();
    },
    /** Tells how its endpoints are, again and again, until the signal. */
    async observe(signal, observer) {
      try {
        while (!signal.aborted) {
          observer.endpoints(await read());
          await new Promise((resolve) => { setTimeout(resolve, PERIOD); });
        }
      } catch (error) {
        if (!signal.aborted) observer.refused(error);
      }
    },
  };
  const endpoints = endpointsView(site);
  const add = button("Add an endpoint…", () => openChange(site, { form: federationForm(site) }));
  const again = button("Read again", showSeen);
  const card = element("article", "card", title, element("p", "note", "For federated databases and online archives. They are on no link."), endpoints.view,
    element("div", "row between", remark, element("span", "row", add, again)));

  async function read() {
    const all = await session.all(`${site.endpoints}?itemsPerPage=500`);
    endpoints.showSeen(all.map((endpoint) => ({ ...endpoint, deleteRequested: endpoint.connectionStatus === "DELETING" })));
    remark.textContent = `As of ${timeText()}`;
    redrawn();
    return endpoints.shown;
  }

  /** Atlas's classic API has none. */
  async function showSeen() {
    await read().catch((error) => {
      if (session.signal.aborted) return;
      card.hidden = error.status === 400;
      remark.textContent = error.message;
    });
  }

  title.tabIndex = -1;
  add.hidden = !site.mayChange;
  add.setAttribute("aria-label", `Add an endpoint to ${NAME}`);
  again.setAttribute("aria-label", `Read again: ${NAME}`);
  return { card, site, showSeen, endpoints: () => endpoints.shown };
}
