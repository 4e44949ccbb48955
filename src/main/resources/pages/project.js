// A project of the caller: its links, and what was changed last.

import { answersView } from "./answers.js";
import { openChange } from "./change.js";
import { button, element, refusalView } from "./elements.js";
import { federationView } from "./federation.js";
import { linkForm } from "./form.js";
import { linkView } from "./link.js";
import { overviewView, showNumbers } from "./overview.js";
import { recentView } from "./recent.js";

const HIGHER = { viewer: "editor", editor: "owner" };

/** Opens when it is asked to, and reads then. */
export function projectView({ session, followed, mine, askForAccess, asked, team }, project, isOpen) {
  const numbers = element("span", "row");
  const summary = element("summary", "", element("strong", "", project.name ?? project.id), ` · ${project.role} · `,
    element("code", "soft", project.id), numbers);
  const isOwner = project.role === "owner";
  const links = element("div", "");
  const recent = recentView(session, project);
  const view = element("details", "project", summary, links, recent.view);
  let known = {};
  let failed = null;

  /** Once its links are shown, they tell how many endpoints have failed. */
  function count(shown = failed) {
    failed = shown;
    showNumbers(numbers, { ...known, failed: failed ?? known.failed });
  }

  const place = { session, project, mine, count, asked, changed: recent.refresh, askForAccess: (role, leave) => askForAccess(project, role, leave) };
  view.addEventListener("toggle", () => {
    if (!view.open || links.hasChildNodes()) return;
    showLinks(place, followed, links);
    if (isOwner && team) links.before(answersView(session, `/projects/${encodeURIComponent(project.id)}/access-requests`, { own: team }));
    if (!isOwner) view.append(...place.askForAccess(HIGHER[project.role]));
  });
  view.open = isOpen;
  return {
    view,
    /** Reads its numbers, and opens it if endpoints have failed, so that nobody overlooks them. */
    async look() {
      known = await session.get(`/projects/${encodeURIComponent(project.id)}`).catch(() => ({}));
      count();
      if (known.failed) view.open = true;
    },
  };
}

async function showLinks(place, followed, body) {
  const { session, project, mine } = place;
  body.replaceChildren(element("p", "note", "Reading the links…"));
  try {
    const path = `/projects/${encodeURIComponent(project.id)}`;
    const links = await session.all(`${path}/links?itemsPerPage=500`);
    const overview = element("div", "");
    const views = new Map();
    const ofLink = (link) => linkView({ ...place, changed, redrawn }, followed, link);

    /** Shows again what has failed, waits or ends, as the links show it. */
    function redrawn() {
      const shown = [...views.values(), federation];
      overview.replaceChildren(overviewView(shown, mine.fits));
      place.count(shown.flatMap((view) => view.endpoints()).filter((endpoint) => endpoint.failed).length);
    }

    /** How the endpoints of all links were last seen; a link that is followed shows more. */
    async function showSeen() {
      const seen = await session.all(`${path}/endpoints?itemsPerPage=500`).catch(() => null);
      if (!seen || session.signal.aborted) return;
      views.forEach((view, id) => view.showSeen(seen.filter(({ linkId }) => linkId === id)));
      redrawn();
    }

    function changed() {
      place.changed();
      showSeen();
    }

    links.forEach((link) => views.set(link.id, ofLink(link)));
    const federation = federationView({ ...place, redrawn });
    const none = element("p", "note", "This project has no links.");
    const create = button("Create a link…", () => openChange(site, { form: linkForm(site) }));
    const site = {
      ...place, changed, title: "A new link", focus: () => create.focus(), follow() {},
      /** The part of the page for a link that was created, or was there. */
      created(link) {
        if (!views.has(link.id)) {
          views.set(link.id, ofLink(link));
          create.before(views.get(link.id).card);
        }
        none.hidden = true;
        return views.get(link.id).site;
      },
    };
    none.hidden = links.length > 0;
    create.hidden = project.role !== "owner";
    create.setAttribute("aria-label", `Create a link in ${project.name ?? project.id}`);
    body.replaceChildren(overview, ...[...views.values()].map((view) => view.card), none, create, federation.card);
    [...views.values()].slice(0, followed.room).forEach((view) => view.follow());

    mine.watch(redrawn);
    showSeen();
    federation.showSeen();
  } catch (error) {
    if (session.signal.aborted) return;
    const parts = error.status === 403 ? place.askForAccess("viewer") : [];
    body.replaceChildren(refusalView(error), button("Try again", () => showLinks(place, followed, body)), ...parts);
  }
}
