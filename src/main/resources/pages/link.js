// A link's card. While it is followed, its stream keeps it as it is at Atlas.

import { openChange } from "./change.js";
import { button, element, showState, timeText } from "./elements.js";
import { endpointsView } from "./endpoint.js";
import { endpointForm } from "./form.js";
import { follow as followStream } from "./stream.js";

// Browsers open six connections to one host; the others are for everything else.
const MAX_STREAMS = 4;

/** The links that a session follows; one more ends the oldest. */
export class Followed {
  #views = [];

  get room() {
    return Math.max(0, MAX_STREAMS - this.#views.length);
  }

  add(view) {
    if (this.room === 0) this.#views[0].stop();
    this.#views.push(view);
  }

  remove(view) {
    this.#views = this.#views.filter((other) => other !== view);
  }
}

/** @param place the project's `session`, `project`, `changed`, which reads its changes again, and `askForAccess` */
export function linkView(place, followed, link) {
  const { session, project, redrawn } = place;
  const path = `/projects/${encodeURIComponent(project.id)}/links/${encodeURIComponent(link.id)}`;
  const name = [link.provider, link.region].filter(Boolean).join(" ");
  const state = element("p", "");
  const remark = element("span", "note");
  const toggle = button("", () => (following ? stop() : follow()));
  const add = button("Add an endpoint…", () => site.add());
  const title = element("h3", "", name);
  const observers = new Set();
  let following = null;
  let latest = null;

  const site = {
    ...place, link, path, endpoints: `${path}/endpoints`, title: name, mayChange: project.role !== "viewer",
    change: (start) => openChange(site, start),
    add: () => openChange(site, { form: endpointForm(site) }),
    replace: (id) => openChange(site, { form: endpointForm(site, id) }),
    focus: () => title.focus(),
    follow: () => { if (!following) follow(); },
    /** Tells what happens to the link, and first how it is, until the signal. */
    observe(signal, observer) {
      observers.add(observer);
      signal.addEventListener("abort", () => observers.delete(observer));
      site.follow();
      if (!latest) return;
      observer.link?.(site.link);
      observer.endpoints?.(latest);
    },
  };
  const endpoints = endpointsView(site);
  const card = element("article", "card", element("div", "row between", title, state),
    element("code", "soft", link.id), ...(link.endsOn ? [element("p", "note", `Ends on ${link.endsOn}: not port-mapped`)] : []), endpoints.view, element("div", "row between", remark, element("span", "row", add, toggle)));
  const view = { card, follow, stop, site, showSeen, endpoints: () => endpoints.shown };

  function tell(event, content) {
    for (const observer of [...observers]) observer[event]?.(content);
  }

  function label(text) {
    toggle.textContent = text;
    toggle.setAttribute("aria-label", `${text} ${name} ${link.id}`);
  }

  const showLink = (now) => showState(state, now.errorMessage ? "FAILED" : now.status);

  function follow() {
    following = new AbortController();
    followed.add(view);
    label("Stop following");
    remark.textContent = "Connecting…";
    followStream(session, `${path}/events`, AbortSignal.any([following.signal, session.signal]), {
      link: (event) => {
        latest = event.endpoints;
        site.link = event.link;
        showLink(event.link);
        endpoints.show(latest);
        redrawn();
        remark.textContent = `Live, last change seen ${timeText()}`;
        tell("link", site.link);
        tell("endpoints", latest);
      },
      gone: () => {
        showState(state, "gone");
        endpoints.show([]);
        redrawn();
        tell("gone");
        stop("Atlas no longer has this link.");
        toggle.hidden = add.hidden = true;
      },
      open: () => { remark.textContent = "Live"; },
      waiting: (seconds) => {
        remark.textContent = `Interrupted. Next try in ${seconds} s`;
        tell("waiting", seconds);
      },
      refused: (error) => stop(error.message),
    });
  }

  function stop(reason = `Not followed since ${timeText()}`) {
    following?.abort();
    following = null;
    latest = null;
    followed.remove(view);
    label("Follow");
    remark.textContent = reason;
    tell("refused", new Error(reason));
  }

  /** How its endpoints were last seen, unless its stream has told more. */
  function showSeen(seen) {
    if (!latest) endpoints.showSeen(seen);
  }

  title.tabIndex = -1;
  add.setAttribute("aria-label", `Add an endpoint to ${name} ${link.id}`);
  add.hidden = !site.mayChange;
  showLink(link);
  endpoints.show(link.interfaceEndpointIds.map((id) => ({ interfaceEndpointId: id, connectionStatus: "UNKNOWN", seenAt: null })));
  stop("As last seen. Follow it to see its endpoints as they change.");
  return view;
}
