// The hash chain's state. Checking it reads the whole trail, so that is done only when somebody asks for it.

import { button, copyable, element, option, showState, showText } from "./elements.js";

export function chainView(session) {
  const state = element("p", "state soft", "not checked");
  const finding = element("p", "note", "Checking reads every record again. That takes a few seconds for each million of them.");
  const last = element("div", "");
  const begin = element("select", "", option("", "all records"));
  begin.setAttribute("aria-label", "Where to begin");
  begin.hidden = true;
  const start = button("Check the chain", verify);

  async function verify() {
    start.disabled = true;
    last.replaceChildren();
    showState(state, "CHECKING", "checking…");
    const began = performance.now();
    try {
      const from = begin.value ? `?from=${begin.value}` : "";
      const verification = await (await session.ask(`/admin/audit/verification${from}`, { method: "POST" })).json();
      const seconds = ((performance.now() - began) / 1000).toFixed(1);
      show(verification, seconds);
    } catch (error) {
      showState(state, "FAILED", "not checked");
      showText(finding, error.message);
    }
    start.disabled = false;
  }

  function show({ valid, records, head, firstBroken }, seconds) {
    showState(state, valid ? "UP" : "DOWN", valid ? "valid" : "broken");
    showText(finding, valid ? `${records} records in ${seconds} s. The receipt of the last one:`
      : `Record ${firstBroken.sequence}: ${firstBroken.reason}. The records before it that were checked are as they were written.`
        + ` (${records} records in ${seconds} s)`);
    if (valid) last.append(copyable(`${head.sequence}:${head.hash}`, "the receipt of the last record"));
  }

  state.setAttribute("role", "status");
  return {
    card: element("section", "card", element("div", "row between", element("h3", "", "Hash chain"), state), finding, last,
      element("div", "row", begin, start)),
    /** Lets the check begin at a checkpoint with so many records. */
    offer(sizes) {
      begin.replaceChildren(begin.firstChild, ...sizes.map((size) => option(String(size), `from ${size} on`)));
      begin.hidden = sizes.length === 0;
    },
  };
}
