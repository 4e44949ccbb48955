// Elements of the pages. All text enters them as text.

const GOOD = ["AVAILABLE", "UP", "SUCCEEDED"];
const BAD = ["REJECTED", "FAILED", "DOWN", "OUT_OF_SERVICE", "gone"];
const REMARK_STAYS = 3000;

export const words = (state) => state.toLowerCase().replaceAll("_", " ");

export function element(name, className, ...content) {
  const made = document.createElement(name);
  made.className = className;
  made.append(...content);
  return made;
}

export function button(text, act, className = "quiet") {
  const made = element("button", className, text);
  made.type = "button";
  made.addEventListener("click", act);
  return made;
}

let fields = 0;

/** An input with its label. */
export function field(text, input) {
  input.id ||= `field-${fields += 1}`;
  const label = element("label", "", text);
  label.htmlFor = input.id;
  return element("div", "field", label, input);
}

/** An input for names and ids, which no browser corrects or keeps. */
export function textInput() {
  const input = element("input", "");
  input.autocomplete = "off";
  input.autocapitalize = "off";
  input.spellcheck = false;
  return input;
}

/** A choice's value and its text. */
export function option(value, text = value) {
  const made = element("option", "", text);
  made.value = value;
  return made;
}

/** A time as the pages show it: UTC, to the second. */
export const timeText = (iso = new Date().toISOString()) => `${iso.slice(0, 19).replace("T", " ")}Z`;

/** The same, exact for those who point at it. */
export function timeView(iso) {
  const made = element("time", "", timeText(iso));
  made.dateTime = iso;
  made.title = iso;
  return made;
}

/** What is known of an object, by the names that it has in JSON. */
export function factsView(object) {
  return element("dl", "facts", ...facts(object).map(([name, value]) => element("div", /hash$/i.test(name) ? "long" : "",
    element("dt", "", name), element("dd", "", element("code", "", value)))));
}

function facts(object, prefix = "") {
  return Object.entries(object).filter(([, value]) => value !== null).flatMap(([name, value]) => (
    typeof value === "object" ? facts(value, `${prefix}${name}.`) : [[prefix + name, String(value)]]));
}

/** Why the gateway refused, in its own words, with Atlas's, and where the problem is explained. */
export function refusalView(error) {
  const { code, atlas, requestId } = error.problem ?? {};
  const view = element("div", "refusal", element("p", "bad", error.message));
  if (atlas?.detail) view.append(element("p", "note", `Atlas: ${atlas.detail}`));
  if (code) {
    const link = element("a", "", code);
    link.href = `/problems/${encodeURIComponent(code)}`;
    link.target = "_blank";
    link.rel = "noopener";
    view.append(element("p", "note", "Problem ", link, requestId ? ` · request ${requestId}` : ""));
  }
  return view;
}

/** A button that saves a text as a file. */
export function saving(name, text, type = "text/plain") {
  return button(`Save ${name}`, () => {
    const link = element("a", "");
    link.href = URL.createObjectURL(new Blob([text], { type }));
    link.download = name;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), REMARK_STAYS);
  });
}

export function showState(target, state, text = words(state)) {
  target.className = `state ${GOOD.includes(state) ? "good" : BAD.includes(state) ? "bad" : "busy"}`;
  if (target.textContent !== text) target.textContent = text;
}

/** Shows a text, or hides the element if there is none. */
export function showText(target, text) {
  target.hidden = !text;
  if (target.textContent !== text) target.textContent = text;
}

/** A text with a button that copies it; where the browser forbids that, the button selects it. */
export function copyable(text, label) {
  const code = element("code", "", text);
  const button = element("button", "quiet", "Copy");
  button.type = "button";
  button.setAttribute("aria-label", `Copy ${label}`);
  button.addEventListener("click", async () => {
    let remark = "Copied";
    try {
      await navigator.clipboard.writeText(text);
    } catch {
      getSelection().selectAllChildren(code);
      remark = "Selected";
    }
    button.textContent = remark;
    setTimeout(() => { button.textContent = "Copy"; }, REMARK_STAYS);
  });
  return element("div", "copy", code, button);
}

/** A part that opens, and is filled by a promise of its content each time it does. */
export function onDemand(title, reading, fill) {
  const body = element("div", "");
  const view = element("details", "", element("summary", "", title), body);
  view.addEventListener("toggle", async () => {
    if (!view.open) return;
    body.replaceChildren(element("p", "note", reading));
    try {
      body.replaceChildren(...await fill());
    } catch (error) {
      body.replaceChildren(element("p", "bad", error.message));
    }
  });
  return view;
}
