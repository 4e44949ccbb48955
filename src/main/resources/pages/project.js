// A project of the caller: its links, and what was changed last.

import { answersView } from "./answers.js";
import { openChange } from "./change.js";
import { button, element, refusalView } from "./elements.js";
import { linkForm } from "./form.js";
import { linkView } from "./link.js";
import { recentView } from "./recent.js";

const HIGHER = { viewer: "editor", editor: "owner" };

/** Opens when it is asked to, and reads then. */
export function projectView({ session, followed, askForAccess, asked, team }, project, isOpen) {
  const summary = element("summary", "", element("strong", "", project.name ?? project.id), ` · ${project.role} · `,
    element("code", "soft", project.id));
  const isOwner = project.role === "owner";
  const links = element("div", "");
  const recent = recentView(session, project);
  const view = element("details", "project", summary, links, recent.view);
  const place = { session, project, asked, changed: recent.refresh, askForAccess: (role, leave) => askForAccess(project, role, leave) };
  view.addEventListener("toggle", () => {
    if (!view.open || links.hasChildNodes()) return;
    showLinks(place, followed, links);
    if (isOwner && team) links.before(answersView(session, `/projects/${encodeURIComponent(project.id)}/access-requests`, { own: team }));
    if (!isOwner) view.append(...place.askForAccess(HIGHER[project.role]));
  });
  view.open = isOpen;
  return {
    view,
    /** Opens a project that has failed endpoints, so that nobody overlooks them. */
    async openIfFailed() {
      if ((await failedEndpoints(place)).size) view.open = true;
    },
  };
}

/** The ids of the endpoints that have failed, by their link. What cannot be read is told where a link is followed. */
async function failedEndpoints({ session, project }) {
  const failed = new Map();
  const drift = await session.all(`/projects/${encodeURIComponent(project.id)}/drift?itemsPerPage=500`).catch(() => []);
  for (const { kind, linkId, interfaceEndpointId } of drift) {
    if (kind === "failed") failed.set(linkId, [...failed.get(linkId) ?? [], interfaceEndpointId]);
  }
  return failed;
}

async function showLinks(place, followed, body) {
  const { session, project } = place;
  body.replaceChildren(element("p", "note", "Reading the links…"));
  try {
    const links = await session.all(`/projects/${encodeURIComponent(project.id)}/links?itemsPerPage=500`);
    const views = new Map(links.map((link) => [link.id, linkView(place, followed, link)]));
    const none = element("p", "note", "This project has no links.");
    const create = button("Create a link…", () => openChange(site, { form: linkForm(site) }));
    const site = {
      ...place, title: "A new link", focus: () => create.focus(), follow() {},
      /** The part of the page for a link that was created, or was there. */
      created(link) {
        if (!views.has(link.id)) {
          views.set(link.id, linkView(place, followed, link));
          create.before(views.get(link.id).card);
        }
        none.hidden = true;
        return views.get(link.id).site;
      },
    };
    none.hidden = links.length > 0;
    create.hidden = project.role !== "owner";
    create.setAttribute("aria-label", `Create a link in ${project.name ?? project.id}`);
    body.replaceChildren(...[...views.values()].map((view) => view.card), none, create);
    const room = followed.room;
    [...views.values()].slice(0, room).forEach((view) => view.follow());
    if (views.size > room) (await failedEndpoints(place)).forEach((ids, link) => views.get(link)?.showFailed(ids));
  } catch (error) {
    if (session.signal.aborted) return;
    const parts = error.status === 403 ? place.askForAccess("viewer") : [];
    body.replaceChildren(refusalView(error), button("Try again", () => showLinks(place, followed, body)), ...parts);
  }
}
