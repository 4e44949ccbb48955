// The requests of one caller. The key is only ever a value in here.

class Refusal extends Error {
  constructor(response, problem) {
    const fields = (problem.errors ?? []).map((error) => `${error.field} ${error.message}.`);
    super([problem.detail ?? `The gateway answered ${response.status}.`, ...fields].join(" "));
    this.status = response.status;
    this.retryAfter = 1000 * Number(response.headers.get("Retry-After") ?? 0);
  }
}

export class Session {
  #key;
  #ending = new AbortController();
  #ended;

  /** Calls ended with a message when the gateway no longer knows the key. */
  constructor(key, ended) {
    this.#key = key;
    this.#ended = ended;
  }

  get signal() {
    return this.#ending.signal;
  }

  /** Ends all requests, and with them the session. */
  end(message = "") {
    if (this.signal.aborted) return;
    this.#ending.abort();
    this.#ended(message);
  }

  async ask(path, headers = {}, signal = this.signal) {
    const response = await fetch(path, {
      headers: { ...headers, Authorization: `Bearer ${this.#key}` },
      cache: "no-store", credentials: "omit", redirect: "error", signal,
    });
    if (response.ok) return response;
    const refusal = new Refusal(response, await response.json().catch(() => ({})));
    if (refusal.status === 401) this.end(refusal.message);
    throw refusal;
  }

  async get(path) {
    return (await this.ask(path)).json();
  }

  /** The entries of all pages of a list. */
  async all(path) {
    const results = [];
    for (let next = path; next;) {
      const list = await this.get(next);
      results.push(...list.results);
      next = list.links.find((link) => link.rel === "next")?.href;
    }
    return results;
  }
}
