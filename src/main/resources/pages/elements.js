// Elements of the page. All text enters it as text.

const GOOD = ["AVAILABLE", "UP"];
const BAD = ["REJECTED", "FAILED", "DOWN", "OUT_OF_SERVICE", "gone"];
const REMARK_STAYS = 3000;

export const words = (state) => state.toLowerCase().replaceAll("_", " ");

export function element(name, className, ...content) {
  const made = document.createElement(name);
  made.className = className;
  made.append(...content);
  return made;
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
