// A project of the caller: its links, and what was changed last.

import { answersView } from "./answers.js";
import { button, element, refusalView } from "./elements.js";
import { linkView } from "./link.js";
import { recentView } from "./recent.js";

const HIGHER = { viewer: "editor", editor: "owner" };

/** Opens when it is asked to, and reads then. */
export function projectView({ session, followed, askForAccess, isTeam }, project, isOpen) {
  const summary = element("summary", "", element("strong", "", project.name ?? project.id), ` · ${project.role} · `,
    element("code", "soft", project.id));
  const isOwner = project.role === "owner";
  const links = element("div", "");
  const recent = recentView(session, project);
  const view = element("details", "project", summary, links, recent.view);
  const place = { session, project, changed: recent.refresh, askForAccess: (role, leave) => askForAccess(project, role, leave) };
  view.addEventListener("toggle", () => {
    if (!view.open || links.hasChildNodes()) return;
    showLinks(place, followed, links);
    if (isOwner && isTeam) links.before(answersView(session, `/projects/${encodeURIComponent(project.id)}/access-requests`));
    else if (!isOwner) view.append(...place.askForAccess(HIGHER[project.role]));
  });
  view.open = isOpen;
  return view;
}

async function showLinks(place, followed, body) {
  const { session, project } = place;
  body.replaceChildren(element("p", "note", "Reading the links…"));
  try {
    const links = await session.all(`/projects/${encodeURIComponent(project.id)}/links?itemsPerPage=500`);
    const views = links.map((link) => linkView(place, followed, link));
    body.replaceChildren(...views.map((view) => view.card));
    if (!links.length) body.append(element("p", "note", "This project has no links."));
    views.slice(0, followed.room).forEach((view) => view.follow());
  } catch (error) {
    if (session.signal.aborted) return;
    const parts = error.status === 403 ? place.askForAccess("viewer") : [];
    body.replaceChildren(refusalView(error), button("Try again", () => showLinks(place, followed, body)), ...parts);
  }
}
