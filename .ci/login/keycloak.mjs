// What check-login says: node keycloak.mjs CHROMIUM [DIRECTORY]
// The environment has G and ADMIN of the gateway, and ISSUER, where Keycloak is. The gateway knows its realms by their names.

import assert from "node:assert/strict";
import { setTimeout as sleep } from "node:timers/promises";
import { ADMIN, G, awaitText, browser, open, picture, press } from "./browser.mjs";

const { ISSUER } = process.env;
const DEMO = "sandbox-demo";

/** What a form gets at Keycloak. */
async function form(path, fields, headers = {}) {
  const answer = await fetch(ISSUER + path, { method: "POST", body: new URLSearchParams(fields), headers });
  return { status: answer.status, ...await answer.json() };
}
const tokenPath = (realm) => `/realms/${realm}/protocol/openid-connect/token`;
const ofService = async (client, realm = "company") => (await form(tokenPath(realm), {
  grant_type: "client_credentials", client_id: client, client_secret: client,
})).access_token;
const ofPerson = (name) => form(tokenPath("company"), { grant_type: "password", client_id: "pages", username: name, password: name });
const claims = (jwt) => JSON.parse(Buffer.from(jwt.split(".")[1], "base64url"));

/** Keycloak's own administration. */
async function keycloak(method, path, body) {
  const { access_token: token } = await form(tokenPath("master"), {
    grant_type: "password", client_id: "admin-cli", username: "admin", password: "admin",
  });
  const answer = await fetch(`${ISSUER}/admin/realms/company${path}`, {
    method, body: body && JSON.stringify(body), headers: { Authorization: `Bearer ${token}`, "Content-Type": "application/json" },
  });
  assert.ok(answer.ok, `${method} ${path}: ${answer.status}`);
  return method === "GET" ? answer.json() : null;
}

async function gateway(method, path, token, { body, accept = "application/json" } = {}) {
  const answer = await fetch(G + path, {
    method, body: body && JSON.stringify(body), headers: { Authorization: `Bearer ${token}`, "Content-Type": "application/json", Accept: accept },
  });
  const text = await answer.text();
  return { status: answer.status, retryAfter: answer.headers.get("Retry-After"), ...(text ? JSON.parse(text) : {}) };
}
const administrate = async (path, body) => assert.equal((await gateway("PUT", `/admin/${path}`, ADMIN, { body })).status, 201, path);
const current = (token) => gateway("GET", "/keys/current", token);
const exchange = async (jwt) => {
  const answer = await fetch(`${G}/api/oauth/token`, {
    method: "POST",
    body: new URLSearchParams({
      grant_type: "client_credentials", client_assertion_type: "urn:ietf:params:oauth:client-assertion-type:jwt-bearer", client_assertion: jwt,
    }),
  });
  return { status: answer.status, ...await answer.json() };
};
const groups = (token) => gateway("GET", "/api/atlas/v2/groups", token, { accept: "application/vnd.atlas.2023-01-01+json" });

await administrate("teams/payments", { description: "Made by a check" });
await administrate("administrators/operators", { description: "Made by a check", scopes: ["operator"] });
await administrate(`teams/${DEMO}/identities/deployer`, { issuer: "company", claims: { sub: "one-subject" } });
await administrate("teams/payments/identities/deployer", { issuer: "other", claims: { sub: "one-subject" } });
await administrate(`teams/${DEMO}/identities/ines`, { issuer: "company", claims: { preferred_username: "ines", email_verified: true } });
await administrate("administrators/operators/identities/role", { issuer: "company", claims: { "/realm_access/roles": "gateway-operator" } });

// Services: one subject in two realms, and one whose client has no audience mapper.
const service = await ofService("deployer");
assert.equal((await current(service)).team, DEMO);
assert.equal((await current(await ofService("deployer", "other"))).team, "payments");
const elsewhere = await current(await ofService("elsewhere"));
assert.deepEqual([elsewhere.status, elsewhere.detail], [401, "The JWT is for another audience (aud) than this gateway."]);

// A role makes an administrator, with its scopes only; no role makes none.
const operator = (await ofPerson("olga")).access_token;
assert.equal((await current(operator)).name, "olga");
assert.equal((await gateway("GET", "/admin/projects", operator)).status, 200);
assert.equal((await gateway("GET", "/admin/teams/payments/grants", operator)).status, 403);
assert.equal((await gateway("GET", "/admin/projects", (await ofPerson("ines")).access_token)).status, 403);

// The exchange, once.
const issued = await exchange(service);
assert.equal(issued.status, 200);
assert.ok(issued.expires_in <= 300, `the token lives ${issued.expires_in} s`);
assert.equal((await groups(issued.access_token)).status, 200);
assert.equal((await exchange(service)).status, 401);

// The login, of a person whose e-mail address is verified.
const page = await open("/", { others: [ISSUER] });
await press(page, "Sign in with company");
await page.waitForSelector("#username");
await page.type("#username", "ines");
await page.type("#password", "ines");
await page.keyboard.press("Enter");
await page.waitForSelector("#projects .card .good");
await awaitText(page, "#who", `Team ${DEMO} · ines`);
await picture(page, "login-keycloak");
assert.equal(page.url(), `${G}/`);
assert.deepEqual(page.faults, []);

// Somebody who goes back from Keycloak's page, and then on with the login after all.
const hesitant = await open("/audit", { others: [ISSUER] });
await press(hesitant, "Sign in with company");
await awaitText(hesitant, "#who", `Team ${DEMO} · ines`); // Keycloak still knows her
await hesitant.deleteCookie(...await hesitant.cookies(ISSUER, `${ISSUER}/realms/company/`));
await press(hesitant, "Sign out");
await press(hesitant, "Sign in with company");
await hesitant.waitForSelector("#username");
await hesitant.goBack();
await hesitant.waitForSelector("#logins button");
await hesitant.goForward();
await hesitant.waitForSelector("#username");
await hesitant.type("#username", "ines");
await hesitant.type("#password", "ines");
await hesitant.keyboard.press("Enter");
await awaitText(hesitant, "#who", `Team ${DEMO} · ines`);

// Keys change while strangers show made-up ones: a token is never refused for good.
const [, payload, signature] = service.split(".");
for (let i = 0; i < 6; i += 1) {
  const header = Buffer.from(JSON.stringify({ alg: "RS256", kid: `made-up-${i}` })).toString("base64url");
  assert.match(String((await current([header, payload, signature].join("."))).status), /401|503/);
}
const { id: realm } = await keycloak("GET", "");
await keycloak("POST", "/components", {
  name: "newer", providerId: "rsa-generated", providerType: "org.keycloak.keys.KeyProvider", parentId: realm, config: { priority: ["200"] },
});
const rotated = await ofService("deployer");
const kid = (jwt) => JSON.parse(Buffer.from(jwt.split(".")[0], "base64url")).kid;
assert.notEqual(kid(rotated), kid(service));
let waited = 0;
for (let answer = await current(rotated); answer.status !== 200; answer = await current(rotated)) {
  assert.deepEqual([answer.status, answer.code], [503, "issuer-unavailable"]);
  assert.ok(Number(answer.retryAfter) > 0 && waited < 60, `a rotated key was kept out for ${waited} s`);
  waited += 1;
  await sleep(1_000);
}
assert.equal((await current(await ofService("deployer"))).team, DEMO);

// A person who has left: Keycloak gives her no token any more, and an administrator ends what the gateway gave her.
const ines = (await ofPerson("ines")).access_token;
const { sub: subject } = claims(ines);
const hers = await exchange(ines);
assert.equal((await groups(hers.access_token)).status, 200);
await keycloak("PUT", `/users/${subject}`, { enabled: false });
assert.equal((await ofPerson("ines")).error, "invalid_grant");
const { ended } = await gateway("DELETE", `/admin/tokens?issuer=company&subject=${subject}`, ADMIN);
assert.equal(ended, true);
assert.equal((await groups(hers.access_token)).status, 401);
const { results } = await gateway("GET", `/admin/audit?subject=${subject}&action=token.create`, ADMIN);
assert.deepEqual([results[0].actor.name, results[0].actor.identity], ["ines", "ines"]);

console.log(`Keycloak at ${ISSUER}: good; a rotated key was kept out for ${waited} s`);
await browser.close();
