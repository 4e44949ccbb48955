// The start page: the gateway's health and, for a caller with a key, projects, links and endpoints as they change.
// The key is only ever a value in this closure. All text enters the page as text.
(() => {
  "use strict";

  const HEALTH_PERIOD = 30_000;
  // Browsers open six connections to one host; the others are for everything else.
  const MAX_STREAMS = 4;
  // Links that are followed without being asked to are those of the first projects.
  const OPEN_PROJECTS = 3;
  const MAX_PAUSE = 60_000;
  // A stream sends a comment at least every 15 s.
  const MAX_SILENCE = 45_000;
  const GOOD = ["AVAILABLE", "UP"];
  const BAD = ["REJECTED", "FAILED", "DOWN", "OUT_OF_SERVICE", "gone"];

  const byId = (id) => document.getElementById(id);
  const words = (state) => state.toLowerCase().replaceAll("_", " ");
  const time = () => new Date().toLocaleTimeString();

  function element(name, className, ...content) {
    const made = document.createElement(name);
    made.className = className;
    made.append(...content);
    return made;
  }

  function showState(target, state, text = words(state)) {
    target.className = `state ${GOOD.includes(state) ? "good" : BAD.includes(state) ? "bad" : "busy"}`;
    if (target.textContent !== text) target.textContent = text;
  }

  function stateOf(state, text) {
    const made = element("span", "");
    showState(made, state, text);
    return made;
  }

  // Health

  async function showHealth() {
    try {
      const { status, components = {} } = await (await fetch("/readyz", { cache: "no-store" })).json();
      const ailing = Object.entries(components).filter(([, part]) => part.status !== "UP");
      const remark = ailing.map(([name, part]) => `${name}: ${words(part.status)}`).join(", ");
      const text = status === "UP" ? "Ready" : "Not ready";
      showState(byId("health"), ailing.length && status === "UP" ? "SUSPECT" : status ?? "DOWN",
        remark ? `${text} (${remark})` : text);
    } catch {
      showState(byId("health"), "DOWN", "Not reachable");
    }
  }

  // Requests with the caller's key

  let session = null;

  class Refusal extends Error {
    constructor(response, problem) {
      super(problem.detail ?? `The gateway answered ${response.status}.`);
      this.status = response.status;
      this.retryAfter = 1000 * Number(response.headers.get("Retry-After") ?? 0);
    }
  }

  async function ask(current, path, headers, signal = current.ending.signal) {
    const response = await fetch(path, {
      headers: { ...headers, Authorization: `Bearer ${current.key}` },
      cache: "no-store", credentials: "omit", redirect: "error", signal,
    });
    if (response.ok) return response;
    throw new Refusal(response, await response.json().catch(() => ({})));
  }

  async function all(current, path) {
    const results = [];
    for (let next = path; next;) {
      const list = await (await ask(current, next)).json();
      results.push(...list.results);
      next = list.links.find((link) => link.rel === "next")?.href;
    }
    return results;
  }

  function signOut(message = "") {
    session?.ending.abort();
    session = null;
    byId("projects").replaceChildren();
    byId("signed-in").hidden = true;
    byId("sign-in").hidden = false;
    byId("message").textContent = message;
    byId("key").focus();
  }

  async function signIn(key) {
    session?.ending.abort();
    const current = { key, ending: new AbortController(), followed: [] };
    session = current;
    byId("message").textContent = "";
    try {
      const projects = await all(current, "/projects?itemsPerPage=500");
      if (current !== session) return;
      byId("sign-in").hidden = true;
      byId("signed-in").hidden = false;
      byId("who").textContent = projects.length === 0 ? "You may see no project yet. Ask the platform team for a grant."
        : `You may see ${projects.length === 1 ? "one project" : `${projects.length} projects`}.`;
      byId("projects").replaceChildren(...projects.map((project, i) => projectView(current, project, i < OPEN_PROJECTS)));
      byId("yours").focus();
    } catch (error) {
      if (current === session) signOut(error.message);
    }
  }

  // Projects

  function projectView(current, project, open) {
    const summary = element("summary", "", element("strong", "", project.name ?? project.id), ` · ${project.role} · `,
      element("code", "soft", project.id));
    const body = element("div", "");
    const view = element("details", "", summary, body);
    view.addEventListener("toggle", () => {
      if (view.open && !body.hasChildNodes()) showLinks(current, project.id, body);
    });
    view.open = open;
    return view;
  }

  async function showLinks(current, project, body) {
    body.replaceChildren(element("p", "note", "Reading the links…"));
    const path = `/projects/${encodeURIComponent(project)}/links`;
    try {
      const links = await all(current, `${path}?itemsPerPage=500`);
      const views = links.map((link) => linkView(current, `${path}/${encodeURIComponent(link.id)}`, link));
      body.replaceChildren(...views.map((view) => view.card));
      if (!links.length) body.append(element("p", "note", "This project has no links."));
      views.slice(0, Math.max(0, MAX_STREAMS - current.followed.length)).forEach((view) => view.follow());
    } catch (error) {
      if (current !== session) return;
      const again = element("button", "quiet", "Try again");
      again.addEventListener("click", () => showLinks(current, project, body));
      body.replaceChildren(element("p", "bad", error.message), again);
    }
  }

  // A link's card. While it is followed, its stream keeps it as it is at Atlas.

  function linkView(current, path, link) {
    const state = element("p", "");
    const endpoints = element("ul", "endpoints");
    const remark = element("span", "note");
    const button = element("button", "quiet");
    const title = element("h3", "", [link.provider, link.region].filter(Boolean).join(" "));
    const card = element("article", "card", element("div", "row between", title, state),
      element("code", "soft", link.id), endpoints, element("div", "row between", remark, button));
    let following = null;

    function label(text) {
      button.textContent = text;
      button.setAttribute("aria-label", `${text} ${title.textContent} ${link.id}`);
    }

    const showLink = (latest) => showState(state, latest.errorMessage ? "FAILED" : latest.status);

    function follow() {
      if (current.followed.length >= MAX_STREAMS) current.followed[0].stop();
      following = new AbortController();
      current.followed.push(view);
      label("Stop following");
      remark.textContent = "Connecting…";
      const signal = AbortSignal.any([following.signal, current.ending.signal]);
      run(current, `${path}/events`, signal, {
        link: (event) => {
          showLink(event.link);
          endpoints.replaceChildren(...event.endpoints.map(endpointView));
          if (!event.endpoints.length) endpoints.append(element("li", "note", "No endpoints"));
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
      current.followed = current.followed.filter((other) => other !== view);
      label("Follow");
      remark.textContent = reason;
    }

    const view = { card, follow, stop };
    button.addEventListener("click", () => (following ? stop() : follow()));
    showLink(link);
    endpoints.append(...link.interfaceEndpointIds.map((id) => element("li", "", element("code", "", id))));
    stop("Follow it to see the states of its endpoints.");
    return view;
  }

  function endpointView(endpoint) {
    const { failed, connectionStatus, deleteRequested, errorMessage } = endpoint;
    const state = failed ? stateOf("FAILED", `failed (${words(connectionStatus)})`)
      : deleteRequested ? stateOf("DELETING") : stateOf(connectionStatus);
    const view = element("li", "", element("code", "", endpoint.interfaceEndpointId), state);
    if (errorMessage) view.append(element("p", "note", errorMessage));
    return view;
  }

  // Event streams (WHATWG HTML, section 9.2), read by fetch because EventSource sends no Authorization

  async function run(current, path, signal, handlers) {
    const position = { lastId: "", pause: 3000 };
    let failures = 0;
    while (!signal.aborted) {
      let retryAfter = 0;
      try {
        await readStream(current, path, signal, position, {
          open: handlers.open,
          alive: () => { failures = 0; },
          event: (name, data) => handlers[name]?.(JSON.parse(data)),
        });
      } catch (error) {
        if (signal.aborted) return;
        if (error.status === 401) return signOut(error.message);
        if (error.status < 500 && error.status !== 429) return handlers.refused(error);
        retryAfter = error.retryAfter ?? 0;
      }
      if (signal.aborted) return;
      const backoff = Math.min(MAX_PAUSE, position.pause * 2 ** failures++) * (0.75 + Math.random() / 2);
      const pause = Math.max(retryAfter, backoff);
      handlers.waiting(Math.ceil(pause / 1000));
      await new Promise((resolve) => {
        const timer = setTimeout(resolve, pause);
        signal.addEventListener("abort", () => { clearTimeout(timer); resolve(); }, { once: true });
      });
    }
  }

  async function readStream(current, path, signal, position, { open, alive, event: dispatch }) {
    const silence = new AbortController();
    const headers = { Accept: "text/event-stream" };
    if (position.lastId) headers["Last-Event-ID"] = position.lastId;
    let timer = setTimeout(() => silence.abort(), MAX_SILENCE);
    try {
      const response = await ask(current, path, headers, AbortSignal.any([signal, silence.signal]));
      open();
      const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
      let text = "";
      let event = { name: "message", data: [] };
      for (;;) {
        const { done, value } = await reader.read();
        if (done) return;
        clearTimeout(timer);
        timer = setTimeout(() => silence.abort(), MAX_SILENCE);
        const lines = (text + value).split(/\r?\n/);
        text = lines.pop();
        for (const line of lines) {
          if (line.startsWith(":")) {
            alive();
          } else if (line === "") {
            if (event.data.length && !signal.aborted) {
              alive();
              dispatch(event.name, event.data.join("\n"));
            }
            event = { name: "message", data: [] };
          } else {
            const [, field, content] = /^([^:]*):? ?(.*)$/.exec(line);
            if (field === "event") event.name = content;
            else if (field === "data") event.data.push(content);
            else if (field === "id") position.lastId = content;
            else if (field === "retry" && /^\d+$/.test(content)) position.pause = Number(content);
          }
        }
      }
    } finally {
      clearTimeout(timer);
    }
  }

  byId("sign-in").addEventListener("submit", (event) => {
    event.preventDefault();
    const key = byId("key").value.trim();
    byId("key").value = "";
    if (/^[!-~]+$/.test(key)) signIn(key);
    else byId("message").textContent = "A key has only visible ASCII characters, and no spaces.";
  });
  byId("sign-out").addEventListener("click", () => signOut());
  showHealth();
  setInterval(() => { if (!document.hidden) showHealth(); }, HEALTH_PERIOD);
  document.addEventListener("visibilitychange", () => { if (!document.hidden) showHealth(); });
})();
