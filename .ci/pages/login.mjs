// Signs people in at an authorization server, on the start page, the trail's page and in Swagger UI: node login.mjs CHROMIUM [DIRECTORY]
// The environment has ISSUER, too: the address of the tests' AuthorizationServer, which says who its people are. The gateway knows it as
// people, by another of its names as other, and a server that is not there as gone.

import assert from "node:assert/strict";
import { ADMIN, G, awaitText, browser, inspect, looks, open, picture, press, refusals } from "./browser.mjs";

const { ISSUER } = process.env;
const OTHER = ISSUER.replace("127.0.0.1", "localhost");
const GONE = "http://127.0.0.1:1";
const PROJECT = "64b7f0c2a91d3e5f60718293";

const put = async (path, body) => {
  const answer = await fetch(`${G}/admin/${path}`, {
    method: "PUT", body: JSON.stringify(body), headers: { Authorization: `Bearer ${ADMIN}`, "Content-Type": "application/json" },
  });
  assert.ok(answer.ok, `${path}: ${answer.status}`);
};

// The server's page that asks whether a person consents takes its styles from there.
const STYLES = "https://stackpath.bootstrapcdn.com";
const here = (path, { others = [], change = () => null, ...look } = {}) => open(path, {
  ...look, others: [ISSUER, STYLES, ...others],
  change: (pathname, request) => (request.url().startsWith(STYLES) ? request.abort().then(() => true) : change(pathname, request)),
});

const begin = (page, name = "people") => press(page, `Sign in with ${name}`);

async function logIn(page, name) {
  await page.waitForSelector("#username");
  await page.type("#username", name);
  await page.type("#password", name);
  await page.keyboard.press("Enter");
}

/** The server asks each person once. */
async function consent(page) {
  await (await page.waitForSelector("input[name=scope]")).click();
  await page.click("#submit-consent");
}

/** Nothing of a login is in the address, in a storage of the browser, or in a cookie of the gateway. */
async function leavesNothing(page, path) {
  assert.equal(page.url().replace(/#\/.*/, ""), G + path);
  assert.equal(await page.evaluate(() => localStorage.length + sessionStorage.length), 0, "the browser keeps something");
  assert.deepEqual(await page.cookies(G), []);
}

/** Lets the server forget who is there. */
const leave = async (page) => page.deleteCookie(...await page.cookies(ISSUER));

await put("teams/sandbox-demo/identities/shop", { issuer: "people", claims: { groups: "shop" } });
await put("teams/payments", { description: "Made by a check" });
await put("teams/payments/identities/payments", { issuer: "people", claims: { groups: "payments" } });

for (const path of ["/", "/audit"]) {
  for (const look of looks) {
    const page = await here(path, look);
    await page.waitForSelector("#logins button");
    assert.match(await page.$eval("main", (main) => main.innerText), /key,? or (your company’s )?login/);
    await inspect(page, `logins on ${path}, ${look.width} ${look.scheme}`, "eyJ");
    await picture(page, `logins-${path.slice(1)}-${look.width}-${look.scheme}`);
    await page.close();
  }
}

// Who does not want to.
const start = await here("/");
await begin(start);
await logIn(start, "ines");
await (await start.waitForSelector("#cancel-consent")).click();
await awaitText(start, "#message", "You, or people, did not allow the login.");
await leavesNothing(start, "/");

await begin(start);
await consent(start);
await start.waitForSelector("#projects .card .good");
assert.match(await start.$eval("#who", (who) => who.textContent), /^Team sandbox-demo/);
await leavesNothing(start, "/");
await awaitText(start, "#expiry", "Your login ends within a minute.");
await inspect(start, "signed in by a login", "eyJ", false);
await picture(start, "login-signed-in");
const over = awaitText(start, "#message", "Your login has ended. Sign in again.");

const trail = await here("/audit");
await begin(trail);
await trail.waitForSelector(".records li");
await leavesNothing(trail, "/audit");
await inspect(trail, "the trail by a login", "eyJ", false);
await trail.reload();
assert.equal(await trail.$eval("#sign-in", (form) => form.hidden), false, "a login outlives its page");

// Answers that this page has not asked for: no code is exchanged.
for (const state of ["forged", ""]) {
  const exchanged = [];
  const tampered = await here("/", {
    change: (pathname, request) => {
      if (pathname === "/oauth2/token") exchanged.push(pathname);
      const address = new URL(request.url());
      if (pathname !== "/" || !address.searchParams.get("code") || address.searchParams.get("state") === state) return null;
      address.searchParams.set("state", state);
      request.respond({ status: 302, headers: { Location: address.href } });
      return true;
    },
  });
  await begin(tampered);
  await awaitText(tampered, "#message", "A login has led here that was not begun in this tab");
  await leavesNothing(tampered, "/");
  assert.deepEqual([exchanged, tampered.faults], [[], []]);
}
const foreign = await here("/?code=1&state=2");
await awaitText(foreign, "#message", "A login has led here that was not begun in this tab");
await leavesNothing(foreign, "/");

// Issuers that cannot be used.
const unusable = await here("/", { others: [OTHER, GONE] });
await begin(unusable, "other");
await awaitText(unusable, "#message", "The login of other cannot be used: it says that it is another issuer's.");
await begin(unusable, "gone");
await awaitText(unusable, "#message", "The login of gone cannot be asked at the moment. Try again later, or use a key.");
await leavesNothing(unusable, "/");

// A person of two teams.
await leave(start);
const both = await here("/");
await begin(both);
await logIn(both, "otto");
await consent(both);
await awaitText(both, "#message", "You belong to several teams.");
await picture(both, "login-teams");
assert.deepEqual(refusals(both), [403]);
await inspect(both, "teams to choose from", "eyJ");
await press(both, "Act for payments");
await awaitText(both, "#may", "You may see no project yet.");
assert.match(await both.$eval("#who", (who) => who.textContent), /^Team payments/);
await press(both, "Sign out");
await begin(both);
await awaitText(both, "#message", "You belong to several teams.");
await press(both, "Act for sandbox-demo");
await both.waitForSelector("#projects .card .good");
assert.match(await both.$eval("#who", (who) => who.textContent), /^Team sandbox-demo/);
await leavesNothing(both, "/");

// Swagger UI.
await leave(both);
const swagger = await here("/swagger-ui.html", { others: [OTHER, GONE] });
await swagger.waitForNetworkIdle();
await (await swagger.waitForSelector(".authorize")).click();
await awaitText(swagger, ".auth-container h4", "people (OAuth2, authorization_code with PKCE)");
const dialog = await swagger.evaluateHandle(() => [...document.querySelectorAll(".auth-container")].find((block) => block.checkVisibility()
  && block.querySelector("h4").textContent.startsWith("people")));
assert.equal(await dialog.$eval("#client_id_authorization_code", (input) => input.value), "linkgate-pages");
await dialog.evaluate((block) => block.scrollIntoView());
await picture(swagger, "login-swagger");
const opened = new Promise((resolve) => { swagger.once("popup", resolve); });
await (await dialog.$(".authorize")).click();
await logIn(await opened, "ines");
await awaitText(swagger, ".auth-btn-wrapper", "Logout");
await picture(swagger, "login-swagger-in");
await (await swagger.$(".close-modal")).click();
await (await swagger.$("#operations-tag-Access")).click();
const listing = await swagger.waitForSelector("[id$=-listVisibleProjects]");
await (await listing.$(".opblock-summary-control")).click();
// The button is there before Swagger UI knows what it is to send.
await listing.waitForSelector("[data-param-name=itemsPerPage]");
await (await listing.$(".execute")).evaluate((button) => button.click());
await awaitText(swagger, ".live-responses-table .response-col_status", "200");
await awaitText(swagger, ".live-responses-table", PROJECT);
await leavesNothing(swagger, "/swagger-ui/index.html");
assert.deepEqual(swagger.faults, ["TypeError: Failed to fetch"], "but for the issuer that is not there");

await over;
await leavesNothing(start, "/");
console.log(`logins at ${ISSUER}: good`);
await browser.close();
