// The requests of one caller. The key, or the token of a login, is only ever a value in here.

class Refusal extends Error {
  constructor(response, problem) {
    const fields = (problem.errors ?? []).map((error) => `${error.field} ${error.message}.`);
    super([problem.detail ?? `The gateway answered ${response.status}.`, ...fields].join(" "));
    this.status = response.status;
    this.problem = problem;
    this.retryAfter = 1000 * Number(response.headers.get("Retry-After") ?? 0);
  }
}

export class Session {
  #key;
  #team;
  #ending = new AbortController();
  #ended;

  /** Is called with the end of the key whenever an answer has it, which is in its last days. */
  keyExpires = () => {};

  /**
   * Calls ended with a message when the gateway no longer knows the key.
   *
   * @param team the one that is chosen, where a token fits several
   */
  constructor(key, ended, team) {
    this.#key = key;
    this.#team = team;
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

  /** @param body what is sent as JSON */
  async ask(path, { method = "GET", headers = {}, body, signal = this.signal } = {}) {
    const sent = await fetch(path, {
      method, body: body && JSON.stringify(body),
      headers: {
        ...headers, ...(body && { "Content-Type": "application/json" }), ...(this.#team && { "Linkgate-Team": this.#team }),
        Authorization: `Bearer ${this.#key}`,
      },
      cache: "no-store", credentials: "omit", redirect: "error", signal,
    }).catch((failure) => { throw signal.aborted ? failure : new Error("No answer came from the gateway."); });
    const expires = sent.headers.get("Key-Expires");
    if (expires) this.keyExpires(expires);
    if (sent.ok) return sent;
    const refusal = new Refusal(sent, await sent.json().catch(() => ({})));
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
