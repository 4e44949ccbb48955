// A link's card. While it is followed, its stream keeps it as it is at Atlas.

import { element, showState } from "./elements.js";
import { endpointView } from "./endpoint.js";
import { follow as followStream } from "./stream.js";

// Browsers open six connections to one host; the others are for everything else.
const MAX_STREAMS = 4;

const time = () => new Date().toLocaleTimeString();

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

export function linkView(session, followed, project, link) {
  const path = `/projects/${encodeURIComponent(project.id)}/links/${encodeURIComponent(link.id)}`;
  const state = element("p", "");
  const endpoints = element("ul", "endpoints");
  const remark = element("span", "note");
  const button = element("button", "quiet");
  const title = element("h3", "", [link.provider, link.region].filter(Boolean).join(" "));
  const card = element("article", "card", element("div", "row between", title, state),
    element("code", "soft", link.id), endpoints, element("div", "row between", remark, button));
  const endpointViews = new Map();
  let following = null;

  function label(text) {
    button.textContent = text;
    button.setAttribute("aria-label", `${text} ${title.textContent} ${link.id}`);
  }

  const showLink = (latest) => showState(state, latest.errorMessage ? "FAILED" : latest.status);

  /** Keeps the elements of endpoints that stay, so that what is open in them stays open. */
  function showEndpoints(latest) {
    const staying = latest.filter((endpoint) => !endpoint.deleteRequested).length;
    const items = latest.map((endpoint) => {
      const id = endpoint.interfaceEndpointId;
      if (!endpointViews.has(id)) endpointViews.set(id, endpointView(session, project, link, id));
      const view = endpointViews.get(id);
      view.show(endpoint, staying === 1);
      return view.item;
    });
    if (!items.length) items.push(element("li", "note", "No endpoints"));
    const shown = [...endpoints.children];
    if (items.length !== shown.length || items.some((item, i) => item !== shown[i])) endpoints.replaceChildren(...items);
  }

  function follow() {
    following = new AbortController();
    followed.add(view);
    label("Stop following");
    remark.textContent = "Connecting…";
    followStream(session, `${path}/events`, AbortSignal.any([following.signal, session.signal]), {
      link: (event) => {
        showLink(event.link);
        showEndpoints(event.endpoints);
        remark.textContent = `Live, last change seen ${time()}`;
      },
      gone: () => {
        showState(state, "gone");
        endpoints.replaceChildren();
        stop("Atlas no longer has this link.");
        button.hidden = true;
      },
      open: () => { remark.textContent = "Live"; },
      waiting: (seconds) => { remark.textContent = `Interrupted. Next try in ${seconds} s`; },
      refused: (error) => stop(error.message),
    });
  }

  function stop(reason = `Not followed since ${time()}`) {
    following?.abort();
    following = null;
    followed.remove(view);
    label("Follow");
    remark.textContent = reason;
  }

  const view = { card, follow, stop };
  button.type = "button";
  button.addEventListener("click", () => (following ? stop() : follow()));
  showLink(link);
  endpoints.append(...link.interfaceEndpointIds.map((id) => element("li", "", element("code", "", id))));
  stop("Follow it to see the states of its endpoints.");
  return view;
}
