// The form that chooses records of the trail.

import { element, field, option, textInput } from "./elements.js";
import { targetText } from "./recorded.js";

const RESULTS = ["SUCCEEDED", "REFUSED", "FAILED", "UNKNOWN"];

/** Of all projects, which may be named, or of one of those that the caller may see. */
export function filtersView(projects, isWhole) {
  const choices = projects.map(({ id, name }) => option(id, name ? `${name} (${id})` : id));
  const project = isWhole ? suggesting(choices) : element("select", "", ...choices);
  const team = suggesting();
  const actor = suggesting();
  const subject = suggesting();
  const keyId = suggesting();
  const address = suggesting();
  const action = suggesting();
  const target = suggesting();
  const result = element("select", "", option("", "all"), ...RESULTS.map((word) => option(word, word.toLowerCase())));
  const from = moment();
  const until = moment();
  const requestId = textInput();
  const writes = element("input", "");
  writes.type = "checkbox";
  writes.defaultChecked = true; // there are many more reads
  const clear = element("button", "quiet", "Clear");
  clear.type = "reset";

  const form = element("form", "card filters",
    field("Project", project), field("Team", team), field("Administrator", actor), field("Subject", subject),
    field("Key id", keyId),
    field("Address", address), field("Action", action), field("Target", target), field("Result", result),
    field("From", from), field("Until", until), field("Request id", requestId),
    element("div", "row", element("button", "", "Show"), clear, element("label", "check", writes, "Only writes")),
    ...[project, team, actor, subject, keyId, address, action, target].map((input) => input.suggestions).filter(Boolean));
  form.method = "post";
  form.setAttribute("aria-label", "Choose records");

  const base = () => (isWhole ? "/admin/audit" : `/projects/${encodeURIComponent(project.value)}/audit`);
  return {
    form, base,
    onlyWrites: () => writes.checked,
    /** The list of what is chosen. */
    path(limit) {
      const chosen = {
        projectId: isWhole ? project.value.trim() : "", team: team.value.trim(), action: action.value.trim(),
        actor: actor.value.trim(), subject: subject.value.trim(), keyId: keyId.value.trim(), address: address.value.trim(),
        target: target.value.trim(),
        result: result.value, from: instant(from), to: instant(until), requestId: requestId.value.trim(),
      };
      const query = new URLSearchParams({ limit, includeCount: false });
      for (const [name, value] of Object.entries(chosen)) if (value) query.set(name, value);
      return `${base()}?${query}`;
    },
    /** Chooses a time, in milliseconds since 1970. */
    narrow(begin, end) {
      from.value = new Date(begin).toISOString().slice(0, 19);
      until.value = new Date(end).toISOString().slice(0, 19);
    },
    /** Offers what these records have. */
    suggest(records) {
      suggest(team, records.map((record) => record.actor.team));
      suggest(actor, records.map(({ actor: by }) => by.kind === "admin" && (by.subject ?? (by.keyId ? "" : "shared-token"))));
      suggest(subject, records.map((record) => record.actor.person ?? record.actor.subject));
      suggest(keyId, records.map((record) => record.actor.keyId));
      suggest(address, records.map((record) => record.remoteAddress));
      suggest(action, records.map((record) => record.action));
      suggest(target, records.map((record) => targetText(record)));
    },
  };
}

function moment() {
  const input = element("input", "");
  input.type = "datetime-local";
  input.step = 1;
  return input;
}

/** The inputs leave out seconds that are zero. */
const instant = (input) => (input.value && `${input.value.padEnd(19, ":00")}Z`);

let lists = 0;

/** Its suggestions stand beside it in the form. */
function suggesting(options = []) {
  const input = textInput();
  input.suggestions = element("datalist", "", ...options);
  input.suggestions.id = `suggestions-${lists += 1}`;
  input.setAttribute("list", input.suggestions.id);
  return input;
}

function suggest(input, values) {
  const known = new Set(values.filter(Boolean));
  input.suggestions.replaceChildren(...[...known].sort().map((value) => option(value)));
}
