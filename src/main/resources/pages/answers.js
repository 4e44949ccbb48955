// The requests that wait for an answer of the caller: of a project, if it is its owner, or of all, if it is an administrator.

import { button, element, field, option, refusalView, textInput, timeView } from "./elements.js";
import { ROLES } from "./requests.js";

/** @param path of the list; a request of it has its own path below */
export function answersView(session, path, names = new Map()) {
  const title = element("h3", "", "Requests for access");
  const status = element("p", "note");
  const list = element("ul", "answers");
  const view = element("div", "", title, status, list);

  // What was answered is said here, so it stays once the list is empty.
  let isUsed = false;

  async function refresh() {
    try {
      const { results, totalCount } = await session.get(`${path}?state=PENDING&itemsPerPage=100`);
      list.replaceChildren(...results.map((request) => requestView(request)));
      view.hidden = !results.length && !isUsed;
      title.textContent = `Requests for access (${totalCount})`;
    } catch (error) {
      if (session.signal.aborted) return;
      view.hidden = false;
      status.textContent = error.message;
    }
  }

  function requestView(request) {
    const { team, role, reason, projectId, createdAt, expiresAt } = request;
    const given = element("select", "", ...ROLES.slice(0, ROLES.indexOf(role) + 1).map((name) => option(name)));
    const comment = textInput();
    const answer = element("div", "");
    const project = names.get(projectId);
    given.value = role;
    comment.maxLength = 500;
    answer.setAttribute("role", "alert");

    async function send(body) {
      try {
        const text = comment.value.trim();
        await session.ask(`${path}/${encodeURIComponent(request.id)}`, { method: "PUT", body: { ...body, ...(text && { comment: text }) } });
        isUsed = true;
        await refresh();
        title.focus();
        status.textContent = body.state === "GRANTED" ? `${team} has the role ${body.role} now.` : `The request of ${team} is denied.`;
      } catch (error) {
        if (!session.signal.aborted) answer.replaceChildren(refusalView(error), button("Read the requests again", refresh));
      }
    }

    const grant = button("Grant", () => send({ state: "GRANTED", role: given.value }), "");
    const deny = button("Deny", () => send({ state: "DENIED" }));
    grant.setAttribute("aria-label", `Grant ${team} the role`);
    deny.setAttribute("aria-label", `Deny ${team} the role`);
    return element("li", "card", element("p", "", element("strong", "", team), " asks for the role ", element("strong", "", role), " on ",
      ...(project ? [project, " "] : []), element("code", "", projectId)), element("p", "quoted", reason),
    element("p", "note", "Asked ", timeView(createdAt), ", expires ", timeView(expiresAt)),
    element("div", "row answer", field("Role", given), field("Remark for the team", comment), grant, deny), answer);
  }

  title.tabIndex = -1;
  view.hidden = true;
  status.setAttribute("role", "status");
  refresh();
  return view;
}
