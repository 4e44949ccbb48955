// The login at an issuer of the company: authorization code with PKCE (RFC 6749, section 4.1; RFC 7636). Nothing keeps the token. The
// browser keeps what it is exchanged for until the issuer leads back.

const KEPT = "linkgate-login";
const ANSWER_TIMEOUT = 10_000;
const MOST_WORDS = 300;

const base64url = (bytes) => btoa(String.fromCharCode(...new Uint8Array(bytes)))
  .replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
const random = () => base64url(crypto.getRandomValues(new Uint8Array(32)));
const challenge = async (verifier) => base64url(await crypto.subtle.digest("SHA-256", new TextEncoder().encode(verifier)));

/** The address of this page, which the issuer must know. */
const page = () => location.origin + location.pathname;

/** Asks the issuer, as nobody that it knows. */
async function ask({ name }, address, form) {
  try {
    const answer = await fetch(address, {
      method: form ? "POST" : "GET", body: form && new URLSearchParams(form), headers: { Accept: "application/json" },
      cache: "no-store", credentials: "omit", redirect: "error", signal: AbortSignal.timeout(ANSWER_TIMEOUT),
    });
    return await answer.json();
  } catch (error) {
    throw new Error(await isReachable(address, error)
      ? `The login of ${name} does not answer this page: it must allow the origin ${location.origin} (CORS).`
      : `The login of ${name} cannot be asked at the moment. Try again later, or use a key.`);
  }
}

/** Whether an address answers, though not to this page. What it says stays hidden. */
async function isReachable(address, error) {
  if (!(error instanceof TypeError)) return false; // a time-out, or no JSON
  try {
    await fetch(address, { mode: "no-cors", cache: "no-store", credentials: "omit", signal: AbortSignal.timeout(ANSWER_TIMEOUT) });
    return true;
  } catch {
    return false;
  }
}

/** The issuer's addresses: its own ones, because this page may ask no other. */
async function discover(issuer) {
  const found = await ask(issuer, issuer.discovery);
  if (found.issuer !== issuer.issuer) throw new Error(`The login of ${issuer.name} cannot be used: it says that it is another issuer's.`);
  for (const address of [found.authorization_endpoint, found.token_endpoint]) {
    if (!URL.canParse(address) || new URL(address).origin !== new URL(issuer.issuer).origin) {
      throw new Error(`The login of ${issuer.name} cannot be used: its addresses are not the issuer's.`);
    }
  }
  return found;
}

/** Leaves this page for the issuer's, which leads back to it. */
export async function beginLogin(issuer) {
  if (!isSecureContext) throw new Error("Browsers allow a login only on a page with https.");
  const { authorization_endpoint: there } = await discover(issuer);
  const login = { issuer: issuer.name, state: random(), verifier: random() };
  const address = new URL(there);
  Object.entries({
    response_type: "code", client_id: issuer.clientId, redirect_uri: page(), scope: issuer.scope, state: login.state,
    code_challenge: await challenge(login.verifier), code_challenge_method: "S256",
  }).forEach(([name, value]) => address.searchParams.set(name, value));
  sessionStorage.setItem(KEPT, JSON.stringify(login));
  location.assign(address);
}

/** What the browser has kept of the login that was begun in this tab, and has led back now; it is forgotten. */
function begun() {
  try {
    const login = JSON.parse(sessionStorage.getItem(KEPT));
    sessionStorage.removeItem(KEPT);
    return login;
  } catch {
    return null;
  }
}

/**
 * Takes the issuer's answer out of the address, and exchanges it.
 *
 * @return the token and its life in seconds; null if no login has led here
 */
export async function endLogin(issuers) {
  const answer = new URLSearchParams(location.search);
  if (!answer.has("state")) return null; // or somebody has come back from the issuer's pages, and may go there again
  const login = begun();
  history.replaceState(null, "", page());
  const issuer = login && issuers.find(({ name }) => name === login.issuer);
  if (!issuer || answer.get("state") !== login.state || (answer.get("iss") ?? issuer.issuer) !== issuer.issuer) {
    throw new Error("A login has led here that was not begun in this tab, so it is not taken. Sign in again.");
  }
  if (answer.has("error")) throw refused(issuer, Object.fromEntries(answer));
  const { token_endpoint: there } = await discover(issuer);
  const token = await ask(issuer, there, {
    grant_type: "authorization_code", code: answer.get("code") ?? "", redirect_uri: page(), client_id: issuer.clientId,
    code_verifier: login.verifier,
  });
  if (!/^[!-~]+$/.test(token.access_token ?? "")) throw refused(issuer, token);
  return { token: token.access_token, life: token.expires_in };
}

function refused({ name }, { error = "no token", error_description: why = "" }) {
  const what = error === "access_denied" ? `You, or ${name}, did not allow the login.` : `${name} has refused the login (${error}).`;
  return new Error(`${what} ${why}`.trim().slice(0, MOST_WORDS));
}
