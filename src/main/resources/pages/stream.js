// Event streams (WHATWG HTML, section 9.2), read by fetch because EventSource sends no Authorization.

const MAX_PAUSE = 60_000;
// A stream sends a comment at least every 15 s.
const MAX_SILENCE = 45_000;

/** Follows a stream until the signal: an event calls the handler of its name. */
export async function follow(session, path, signal, handlers) {
  const position = { lastId: "", pause: 3000 };
  let failures = 0;
  while (!signal.aborted) {
    let retryAfter = 0;
    const seen = new AbortController();
    await whenSeen(signal);
    document.addEventListener("visibilitychange", () => seen.abort(), { signal: AbortSignal.any([signal, seen.signal]) });
    try {
      await readStream(session, path, AbortSignal.any([signal, seen.signal]), position, {
        open: handlers.open,
        alive: () => { failures = 0; },
        event: (name, data) => handlers[name]?.(JSON.parse(data)),
      });
    } catch (error) {
      if (signal.aborted) return;
      if (seen.signal.aborted) continue;
      if (error.status < 500 && error.status !== 429) return handlers.refused(error);
      retryAfter = error.retryAfter ?? 0;
    }
    if (signal.aborted) return;
    if (seen.signal.aborted) continue;
    seen.abort();
    const backoff = Math.min(MAX_PAUSE, position.pause * 2 ** failures++) * (0.75 + Math.random() / 2);
    const pause = Math.max(retryAfter, backoff);
    handlers.waiting(Math.ceil(pause / 1000));
    await new Promise((resolve) => {
      const timer = setTimeout(resolve, pause);
      signal.addEventListener("abort", () => { clearTimeout(timer); resolve(); }, { once: true });
    });
  }
}

/** Tabs share the browser's six connections to one host, so a page that is not seen follows nothing. */
function whenSeen(signal) {
  return new Promise((resolve) => {
    const check = () => {
      if (document.hidden && !signal.aborted) return;
      document.removeEventListener("visibilitychange", check);
      resolve();
    };
    document.addEventListener("visibilitychange", check);
    signal.addEventListener("abort", check, { once: true });
    check();
  });
}

async function readStream(session, path, signal, position, { open, alive, event: dispatch }) {
  const silence = new AbortController();
  const headers = { Accept: "text/event-stream" };
  if (position.lastId) headers["Last-Event-ID"] = position.lastId;
  let timer = setTimeout(() => silence.abort(), MAX_SILENCE);
  try {
    const response = await session.ask(path, { headers, signal: AbortSignal.any([signal, silence.signal]) });
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
