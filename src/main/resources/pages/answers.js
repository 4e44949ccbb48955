// What waits for an answer of the caller: access requests of a project, if it may answer them, or of all, if it is an administrator.

import { button, element, field, refusalView, textInput, timeView } from "./elements.js";

/** What a request is for, in words. */
export function wishOf({ kind, role, interfaceEndpointId, linkId }) {
  return kind === "ROLE" ? ["the role ", element("strong", "", role)]
    : ["the endpoint ", element("code", "", interfaceEndpointId), ...(linkId ? [" on the link ", element("code", "", linkId)] : [])];
}

/**
 * @param path of the list
 * @param own the caller's team, whose requests others answer
 */
export function answersView(session, path, { names = new Map(), own } = {}) {
  const heading = "Access requests";
  const title = element("h3", "", heading);
  const status = element("p", "note");
  const list = element("ul", "answers");
  const view = element("div", "", title, status, list);

  // What was answered is said here, so it stays once the list is empty.
  let isUsed = false;

  async function refresh() {
    try {
      const { results } = await session.get(`${path}?state=PENDING&itemsPerPage=100`);
      const others = results.filter(({ team }) => !own || team !== own);
      list.replaceChildren(...others.map(entry));
      view.hidden = !others.length && !isUsed;
      title.textContent = `${heading} (${others.length})`;
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

  function entry(request) {
    const { id, kind, team, role, interfaceEndpointId, reason, projectId, askedAt } = request;
    const who = team ?? request.askedBy.subject ?? "An administrator";
    const comment = textInput();
    const refusal = element("div", "");
    const project = names.get(projectId);

    async function answer(approved, done) {
      const text = comment.value.trim();
      try {
        await session.ask(`/projects/${encodeURIComponent(projectId)}/access-requests/${encodeURIComponent(id)}/answer`,
          { method: "PUT", body: { approved, ...(text && { comment: text }) } });
        await answered(done);
      } catch (error) {
        if (!session.signal.aborted) refusal.replaceChildren(refusalView(error), button("Read the list again", refresh));
      }
    }

    const given = kind === "ROLE" ? `${who} has the role ${role} now.` : `${who} may add ${interfaceEndpointId} now.`;
    const approve = button("Approve", () => answer(true, given), "");
    const deny = button("Deny", () => answer(false, `The request of ${who} is denied.`));
    const what = kind === "ROLE" ? "the role" : interfaceEndpointId;
    approve.setAttribute("aria-label", `Approve ${what} for ${who}`);
    deny.setAttribute("aria-label", `Deny ${what} for ${who}`);
    comment.maxLength = 500;
    refusal.setAttribute("role", "alert");
    return element("li", "card", element("p", "", element("strong", "", who), " asks for ", ...wishOf(request), " on ",
      ...(project ? [project, " "] : []), element("code", "", projectId)), ...(reason ? [element("p", "quoted", reason)] : []),
    element("p", "note", "Asked ", timeView(askedAt)),
    element("div", "row answer", field("Remark for the team", comment), approve, deny), refusal);
  }

  title.tabIndex = -1;
  view.hidden = true;
  status.setAttribute("role", "status");
  refresh();
  return view;
}
