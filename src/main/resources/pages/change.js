// The dialog of a write: what it would do, the write itself once that is confirmed, and what becomes of it.

import { button, copyable, element, field, refusalView, showState, textInput, timeText } from "./elements.js";
import { commandsView } from "./commands.js";
import { planView } from "./plan.js";
import { followWrite } from "./progress.js";
import { address } from "./write.js";

// An endpoint can change between its read and the dry run.
const TRIES = 3;

/** @param start what to write, or the form that says it */
export function openChange(site, { write: known, form }) {
  const { session } = site;
  const title = element("h2", "");
  const status = element("p", "note");
  const content = element("div", "");
  const actions = element("div", "row");
  const close = button("Close", () => dialog.close());
  const dialog = element("dialog", "", element("div", "row between", title, close),
    element("p", "note", `${site.title} · ${site.project.name ?? site.project.id}`), content, status, actions);
  const closing = new AbortController();
  const signal = AbortSignal.any([closing.signal, session.signal]);
  let write = known;
  let isSending = false;
  let reference = "";

  /** A new step: its parts are shown, and those who hear the page begin to read at its title. */
  function step(heading, parts, buttons = []) {
    title.textContent = heading;
    content.replaceChildren(...parts);
    actions.replaceChildren(...buttons);
    say("");
    title.focus();
  }

  const referring = () => reference && { "Change-Reference": reference };

  const say = (text) => { status.textContent = text; };

  function fill(errors) {
    step(form.title, [form.form]);
    form.show(errors);
  }

  async function preview() {
    step(write.title, []);
    say("Asking what this would do…");
    try {
      const { plan, conditions } = await planned();
      if (!signal.aborted) confirm(plan, conditions);
    } catch (error) {
      if (!signal.aborted) refused(error);
    }
  }

  /** The plan, and the conditions under which it is what was shown. */
  async function planned() {
    for (let tries = 1; ; tries += 1) {
      const conditions = await conditionsNow();
      try {
        const answer = await session.ask(address(write, true), { method: write.method, headers: { ...conditions, ...referring() }, body: write.body, signal });
        return { plan: await answer.json(), conditions };
      } catch (error) {
        if (error.status !== 412 || tries === TRIES) throw error;
      }
    }
  }

  async function conditionsNow() {
    if (write.method === "POST") return {};
    try {
      return { "If-Match": (await session.ask(write.own, { signal })).headers.get("ETag") };
    } catch (error) {
      if (error.problem?.code === "endpoint-not-found") return write.method === "PUT" ? { "If-None-Match": "*" } : {};
      throw error;
    }
  }

  function confirm(plan, conditions) {
    const headers = write.method === "POST" ? { "Idempotency-Key": `"${randomText()}"` } : conditions;
    const buttons = [button("Cancel", () => dialog.close())];
    if (form) buttons.unshift(button("Change it", () => fill()));
    if (plan.wouldChange) buttons.unshift(button(write.act, () => send(headers), write.method === "DELETE" ? "danger" : ""));
    step(write.title, [...planView(plan), commandsView(site, { ...write, reference }, Boolean(plan.current))], buttons);
    say(plan.wouldChange ? "This is what would happen. Nothing was sent yet." : "There is nothing to do.");
  }

  async function send(headers) {
    step(write.title, []);
    say("Sending…");
    hold(true);
    try {
      const answer = await session.ask(address(write, false), { method: write.method, headers: { ...headers, ...referring() }, body: write.body });
      const done = answer.status === 204 ? {} : await answer.json();
      hold(false);
      sent(answer.headers.get("Audit-Receipt"), done, done.kind && `/operations/${encodeURIComponent(done.id)}`);
    } catch (error) {
      hold(false);
      if (signal.aborted) return;
      if (error.problem?.operation) sent(null, null, error.problem.operation, error);
      else refused(error, () => send(headers));
    }
  }

  /** What was confirmed is carried out in any case, so the dialog stays to say how it ended. */
  function hold(isHeld) {
    isSending = isHeld;
    close.hidden = isHeld;
  }

  function sent(receipt, done, operation, unclear) {
    site.changed();
    site.asked();
    site.follow();
    if (signal.aborted) return;
    const log = element("div", "log");
    log.setAttribute("role", "log");
    const parts = [log];
    if (unclear) parts.unshift(refusalView(unclear));
    if (receipt) parts.push(element("p", "note", "The receipt of the audit trail"), copyable(receipt, "the receipt"));
    step(write.title, parts);
    say("You may close this. It continues, and the page shows it.");
    let last = "";
    followWrite(site, write, done, operation, signal, (state, text, isEnd, next) => {
      if (signal.aborted) return;
      if (text !== last) log.append(logLine(state, text));
      last = text;
      if (!isEnd) return;
      say("It has settled.");
      site.changed();
      if (next) showNext(next);
    });
  }

  /** What follows a write that has settled. */
  async function showNext({ remark, parts, buttons }) {
    say(`It has settled. ${remark}`);
    try {
      content.append(...await parts());
      actions.append(...buttons(() => dialog.close()));
      say("It has settled.");
    } catch (error) {
      if (!signal.aborted) say(`It has settled. ${error.message}`);
    }
  }

  /** @param again sends the same request again, which is carried out once at most */
  function refused(error, again) {
    if (error.problem?.errors?.some((each) => each.field === "Change-Reference")) return refer(error);
    if (error.problem?.code === "origin-not-allowed") return unapproved(error, [refusalView(error)]);
    if (form && form.knows(error.problem?.errors)) return fill(error.problem.errors);
    const isChanged = error.status === 412;
    const parts = [isChanged ? element("p", "bad", "It has changed since it was shown, so nothing was sent now.") : refusalView(error)];
    const buttons = [];
    if (error.problem?.code === "last-endpoint") buttons.push(button("I accept that the link may go, too", accept));
    else if (isChanged || !again) buttons.push(button(isChanged ? "Show what it would do now" : "Try again", preview, ""));
    else if (isUnclear(error)) buttons.push(button("Send it again", again, ""));
    else buttons.push(button("Show what it would do now", preview, ""));
    if (error.problem?.code === "forbidden") parts.push(...site.askForAccess(write.role, () => dialog.close()));
    if (form) buttons.push(button("Change it", () => fill()));
    step(write.title, parts, [...buttons, button("Cancel", () => dialog.close())]);
  }

  /** Who may approve the endpoint is asked, or was asked by the refused request. */
  function unapproved(error, parts) {
    const reason = textInput();
    const asked = () => {
      site.asked();
      step(write.title, [], [button("Close it", () => dialog.close(), "")]);
      say("It is asked for. The answer comes under “Your team’s requests”; then add it again.");
    };
    const ask = () => session.ask(`/projects/${encodeURIComponent(site.project.id)}/access-requests`, {
      method: "POST", signal, body: { kind: "ENDPOINT", linkId: site.link?.id ?? null, interfaceEndpointId: write.id, reason: reason.value.trim() || undefined },
    }).then(asked, (failure) => { if (!signal.aborted) refused(failure); });
    reason.maxLength = 500;
    if (error.problem.accessRequest) asked();
    else step(write.title, [...parts, field("Why, for those who approve it", reason)], [button("Ask for an approval", ask, ""), button("Cancel", () => dialog.close())]);
  }

  /** The project's rules say which change elsewhere a write must belong to. */
  function refer(error) {
    const input = textInput();
    const use = button("Use it", () => {
      reference = input.value.trim();
      preview();
    }, "");
    input.maxLength = 128;
    step(write.title, [refusalView(error), field("What it belongs to, such as a ticket", input)], [use, button("Cancel", () => dialog.close())]);
    input.focus();
  }

  /** The guard of a link's last endpoint gives way to this. */
  function accept() {
    write = { ...write, allowsLinkRemoval: true };
    preview();
  }

  title.id = "change-title";
  title.tabIndex = -1;
  status.setAttribute("role", "status");
  dialog.setAttribute("aria-labelledby", title.id);
  dialog.addEventListener("cancel", (event) => { if (isSending) event.preventDefault(); });
  dialog.addEventListener("close", () => {
    closing.abort();
    dialog.remove();
    // The browser gives the focus back, unless what had it is gone.
    if (document.activeElement === document.body && !session.signal.aborted) site.focus();
  });
  session.signal.addEventListener("abort", () => dialog.close(), { signal: closing.signal });
  form?.form.addEventListener("submit", (event) => {
    event.preventDefault();
    write = form.write();
    preview();
  });
  document.body.append(dialog);
  dialog.showModal();
  if (form) fill();
  else preview();
}

/** Whether the request may have been carried out, or can be once what stood in its way is over. */
const isUnclear = ({ status, problem }) => !status || status >= 500 || Boolean(problem.retryable);

function logLine(state, text) {
  const line = element("p", "");
  showState(line, state, text);
  return element("div", "row", element("time", "soft", timeText()), line);
}

/** There is no randomUUID on a page without TLS. */
function randomText() {
  return [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}
