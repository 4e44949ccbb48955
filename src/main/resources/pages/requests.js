// Access requests of the caller's team: the form that asks for a role, and all of its own, with their answers.

import { wishOf } from "./answers.js";
import { button, element, field, option, refusalView, showState, textInput, timeView } from "./elements.js";

const ROLES = ["viewer", "editor", "owner"];

/** For the team of a session. `ask` fills in the form for a project and a role. */
export function askingView(session, hasProjects) {
  const project = textInput();
  const role = element("select", "", ...ROLES.map((name) => option(name)));
  const reason = textInput();
  const answer = element("div", "");
  const own = element("ol", "changes");
  const none = element("p", "note", "");
  const form = element("form", "fields", field("Project id", project), field("Role", role), field("Reason", reason),
    element("div", "row", element("button", "", "Ask for it")));
  const asking = element("details", "", element("summary", "", "Ask for a role on a project"),
    element("p", "note", "The project’s owners and the platform team see your request, and answer it."), form, answer);

  async function refresh() {
    try {
      const { results } = await session.get("/access-requests?itemsPerPage=50");
      own.replaceChildren(...results.map((request) => ownRequest(session, request, refresh)));
      none.textContent = results.length ? "" : "Your team has asked for none.";
    } catch (error) {
      if (!session.signal.aborted) none.textContent = error.message;
    }
  }

  async function send() {
    try {
      const sent = await session.ask(`/projects/${encodeURIComponent(project.value.trim())}/access-requests`,
        { method: "POST", body: { kind: "ROLE", role: role.value, reason: reason.value.trim() } });
      const request = await sent.json();
      reason.value = "";
      await refresh();
      answer.replaceChildren(element("p", "good", `Asked for the role ${request.role} on ${request.projectId}.`));
    } catch (error) {
      if (!session.signal.aborted) answer.replaceChildren(refusalView(error));
    }
  }

  project.required = reason.required = true;
  project.pattern = "\\s*[0-9a-f]{24}\\s*";
  project.title = "24 lowercase hex digits";
  reason.maxLength = 500;
  answer.setAttribute("role", "status");
  form.method = "post";
  form.addEventListener("submit", (event) => { event.preventDefault(); send(); });
  asking.open = !hasProjects;
  refresh();
  return {
    view: element("div", "", asking, element("div", "row between", element("h3", "", "Your team’s requests"),
      button("Read again", refresh)), none, own),
    refresh,
    ask(projectId, wanted) {
      asking.open = true;
      project.value = projectId;
      role.value = wanted;
      reason.focus();
    },
  };
}

function ownRequest(session, request, refresh) {
  const state = element("span", "");
  const refusal = element("span", "");
  const { id, state: word, projectId, askedAt, reason, comment } = request;
  const withdraw = button("Withdraw", () => session.ask(`/projects/${encodeURIComponent(projectId)}/access-requests/${encodeURIComponent(id)}`, { method: "DELETE" })
    .then(refresh, (error) => { if (!session.signal.aborted) refusal.replaceChildren(refusalView(error)); }));
  withdraw.setAttribute("aria-label", `Withdraw the request of ${askedAt}`);
  refusal.setAttribute("role", "alert");
  showState(state, { APPROVED: "SUCCEEDED", USED: "SUCCEEDED", DENIED: "REJECTED", REVOKED: "REJECTED" }[word] ?? word, word.toLowerCase());
  return element("li", "", timeView(askedAt), element("span", "", ...wishOf(request)), element("code", "", projectId), state,
    ...(reason ? [element("span", "quoted", reason)] : []), ...(comment ? [element("span", "quoted", `Answer: ${comment}`)] : []),
    ...(word === "PENDING" ? [withdraw] : []), refusal);
}
