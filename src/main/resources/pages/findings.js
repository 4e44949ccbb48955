// What happened past the gateway.

import { button, element, factsView, field, option, refusalView, showState, showText, textInput, timeText, timeView } from "./elements.js";
import { caller } from "./recorded.js";

const SHOWN_AT_ONCE = 20;

const MEANING = "Atlas has this change, and no record explains it: it was not made through this gateway.";

export function findingsView(session, projects) {
  const project = element(projects.length ? "select" : "input", "");
  if (projects.length) project.append(option("", "all"), ...projects.map(({ id, name }) => option(id, name ?? id)));
  const state = element("p", "state soft", "reading…");
  const remark = element("p", "note");
  const list = element("ol", "findings");
  const more = button("More findings", () => showMore());
  const card = element("section", "card", element("div", "row between", element("h3", "", "Reconciliation"), state), remark,
    element("form", "row", field("Project", project), element("button", "quiet", "Read")), list, more);
  let rest = [];

  async function read() {
    try {
      const query = new URLSearchParams(project.value.trim() ? { projectId: project.value.trim() } : {});
      show(await session.get(`/admin/audit/reconciliation?${query}`));
    } catch (error) {
      card.hidden = error.status === 404 && !project.value;
      showState(state, "FAILED", "not known");
      showText(remark, error.message);
    }
  }

  function show({ state: outcome, detail, checkedUntil, matched, total, open, findings }) {
    const result = outcome.toLowerCase().replaceAll("_", " ");
    if (open) showState(state, "DOWN", `${open === 1 ? "one open finding" : `${open} open findings`} · ${result}`);
    else if (outcome === "CHECKED") showState(state, "UP", total ? "nothing open" : "nothing found");
    else showState(state, "PENDING", result);
    const until = checkedUntil ? ` Checked until ${timeText(checkedUntil)}.` : "";
    const own = `${matched === 1 ? "One event" : `${matched} events`} of Atlas can be the gateway's own.`;
    showText(remark, `${own}${until}${detail ? ` ${detail}` : ""}`);
    list.replaceChildren();
    rest = findings;
    showMore();
  }

  function showMore() {
    list.append(...rest.slice(0, SHOWN_AT_ONCE).map((finding) => findingView(session, finding, read)));
    rest = rest.slice(SHOWN_AT_ONCE);
    more.hidden = rest.length === 0;
  }

  state.setAttribute("role", "status");
  more.hidden = true;
  const form = card.querySelector("form");
  form.method = "post";
  form.addEventListener("submit", (event) => { event.preventDefault(); read(); });
  read();
  return card;
}

/** @param changed is called when something was said of it */
function findingView(session, finding, changed) {
  const { kind, occurredAt: time, event, acknowledgement } = finding;
  const said = acknowledgement
    ? [element("p", "quoted", acknowledgement.comment), element("p", "note", `${caller({ actor: acknowledgement.by })}, `, timeView(acknowledgement.at))] : [];
  return element("li", "", element("details", "",
    element("summary", "", timeView(time), " · ", element("strong", "", event?.eventTypeName ?? kind),
      acknowledgement ? " · acknowledged" : ""),
    element("p", "note", MEANING), ...said, sayingForm(session, finding, changed), factsView(finding)));
}

/** The form that says what it was, after which it is not open any more. */
function sayingForm(session, { id }, changed) {
  const comment = textInput();
  const answer = element("div", "");
  const form = element("form", "row", field("What it was, or what is done about it", comment), element("button", "quiet", "Acknowledge"), answer);
  comment.required = true;
  comment.maxLength = 500;
  answer.setAttribute("role", "alert");
  form.method = "post";
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    try {
      await session.ask(`/admin/audit/reconciliation/findings/${encodeURIComponent(id)}/acknowledgement`,
        { method: "POST", body: { comment: comment.value.trim() } });
      changed();
    } catch (error) {
      if (!session.signal.aborted) answer.replaceChildren(refusalView(error));
    }
  });
  return form;
}
