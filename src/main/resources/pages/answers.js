// What waits for an answer of the caller: requests for access of a project, if it is its owner, or of all, if it is an administrator; and
// endpoints that were refused.

import { button, element, field, option, refusalView, textInput, timeView } from "./elements.js";
import { ROLES } from "./requests.js";

/** What waits, hidden while there is nothing. `entry` shows one, and says by `answered` what has become of it. */
function waitingView(session, heading, path, entry) {
  const title = element("h3", "", heading);
  const status = element("p", "note");
  const list = element("ul", "answers");
  const view = element("div", "", title, status, list);

  // What was answered is said here, so it stays once the list is empty.
  let isUsed = false;

  async function refresh() {
    try {
      const { results, totalCount } = await session.get(path);
      list.replaceChildren(...results.map((each) => entry(each, answered, refresh)));
      view.hidden = !results.length && !isUsed;
      title.textContent = `${heading} (${totalCount})`;
    } catch (error) {
      if (session.signal.aborted || error.status === 403) return;
      view.hidden = false;
      status.textContent = error.message;
    }
  }

  async function answered(text) {
    isUsed = true;
    await refresh();
    title.focus();
    status.textContent = text;
  }

  title.tabIndex = -1;
  view.hidden = true;
  status.setAttribute("role", "status");
  refresh();
  return view;
}

/** An answer to something that waits: sends it, and shows a refusal. */
function answering(session, answered, refresh) {
  const refusal = element("div", "");
  refusal.setAttribute("role", "alert");
  return {
    refusal,
    async send(path, request, text) {
      try {
        await session.ask(path, request);
        await answered(text);
      } catch (error) {
        if (!session.signal.aborted) refusal.replaceChildren(refusalView(error), button("Read the list again", refresh));
      }
    },
  };
}

/** @param path of the list; a request of it has its own path below */
export function answersView(session, path, names = new Map()) {
  return waitingView(session, "Requests for access", `${path}?state=PENDING&itemsPerPage=100`, (request, answered, refresh) => {
    const { team, role, reason, projectId, createdAt, expiresAt } = request;
    const given = element("select", "", ...ROLES.slice(0, ROLES.indexOf(role) + 1).map((name) => option(name)));
    const comment = textInput();
    const { refusal, send } = answering(session, answered, refresh);
    const project = names.get(projectId);
    given.value = role;
    comment.maxLength = 500;

    function answer(body, done) {
      const text = comment.value.trim();
      send(`${path}/${encodeURIComponent(request.id)}`, { method: "PUT", body: { ...body, ...(text && { comment: text }) } }, done);
    }

    const grant = button("Grant", () => answer({ state: "GRANTED", role: given.value }, `${team} has the role ${given.value} now.`), "");
    const deny = button("Deny", () => answer({ state: "DENIED" }, `The request of ${team} is denied.`));
    grant.setAttribute("aria-label", `Grant ${team} the role`);
    deny.setAttribute("aria-label", `Deny ${team} the role`);
    return element("li", "card", element("p", "", element("strong", "", team), " asks for the role ", element("strong", "", role), " on ",
      ...(project ? [project, " "] : []), element("code", "", projectId)), element("p", "quoted", reason),
    element("p", "note", "Asked ", timeView(createdAt), ", expires ", timeView(expiresAt)),
    element("div", "row answer", field("Role", given), field("Remark for the team", comment), grant, deny), refusal);
  });
}

/** The endpoints of a project that were refused and that the caller may approve. */
export function approvalsView(session, project) {
  const path = `/projects/${encodeURIComponent(project.id)}/approved-endpoints`;
  return waitingView(session, "Endpoints to approve", `${path}?state=WAITING&itemsPerPage=100`, (waiting, answered, refresh) => {
    const { interfaceEndpointId: id, askedBy, askedAt, linkId } = waiting;
    const { refusal, send } = answering(session, answered, refresh);
    const own = `${path}/${encodeURIComponent(id)}`;
    const approve = button("Approve", () => send(own, { method: "PUT", body: { comment: `Approved on the page; ${askedBy} asked` } },
      `${id} may be added now.`), "");
    const dismiss = button("Dismiss", () => send(own, { method: "DELETE" }, `${id} does not wait any more.`));
    approve.setAttribute("aria-label", `Approve ${id}`);
    dismiss.setAttribute("aria-label", `Dismiss ${id}`);
    return element("li", "card", element("p", "", element("code", "", id), " was refused on the link ", element("code", "", linkId)),
      element("p", "note", `Asked by ${askedBy} `, timeView(askedAt)), element("div", "row answer", approve, dismiss), refusal);
  });
}
