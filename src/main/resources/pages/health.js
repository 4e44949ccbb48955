// The gateway's health, in an element of the page.

import { showState, words } from "./elements.js";

const PERIOD = 30_000;

async function show(target) {
  try {
    const { status, components = {} } = await (await fetch("/readyz", { cache: "no-store" })).json();
    const ailing = Object.entries(components).filter(([, part]) => part.status !== "UP");
    const remark = ailing.map(([name, part]) => `${name}: ${words(part.status)}`).join(", ");
    const text = status === "UP" ? "Ready" : "Not ready";
    showState(target, ailing.length && status === "UP" ? "SUSPECT" : status ?? "DOWN", remark ? `${text} (${remark})` : text);
  } catch {
    showState(target, "DOWN", "Not reachable");
  }
}

/** Shows it now and while the page is seen. */
export function watchHealth(target) {
  const showIfSeen = () => { if (!document.hidden) show(target); };
  show(target);
  setInterval(showIfSeen, PERIOD);
  document.addEventListener("visibilitychange", showIfSeen);
}
