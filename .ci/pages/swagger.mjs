// Swagger UI: the teams' requests before the administrators', an operation of three screens at most, nothing to remove filled in:
// node swagger.mjs CHROMIUM [DIRECTORY]

import assert from "node:assert/strict";
import { G, KEY, awaitText, browser, open, picture } from "./browser.mjs";

// It was 12,700 when each problem showed its example.
const MOST = 3000;

const page = await open("/swagger-ui.html");
await page.waitForSelector(".opblock-tag-section");
assert.ok(await page.evaluate(() => document.documentElement.scrollHeight) < 1600, "the list of operations is not folded");
assert.deepEqual((await page.$$eval(".opblock-tag", (tags) => tags.map((tag) => tag.dataset.tag))).slice(-2), ["Audit", "Administration"]);
for (const operation of ["addEndpoint", "removeEndpoint"]) {
  if (!await page.$(`[id$=-${operation}]`)) await page.click("#operations-tag-Endpoints");
  const block = await page.waitForSelector(`[id$=-${operation}]`);
  await (await block.$(".opblock-summary-control")).click();
  await block.waitForSelector("tr.response[data-code='504']");
  const height = await block.evaluate((shown) => shown.offsetHeight);
  assert.ok(height < MOST, `${operation} is ${height} high`);
  await picture(page, `swagger-${operation}`);
  console.log(`${operation}: ${height} high`);
}
await page.evaluate(() => scrollTo(0, 0));
await page.click(".authorize");
await page.type(".auth-container input", KEY);
await page.click(".auth-btn-wrapper .authorize");
await awaitText(page, ".auth-btn-wrapper", "Logout");
assert.equal(await page.evaluate(() => localStorage.length + sessionStorage.length), 0, "the browser keeps the key");
assert.deepEqual(page.faults, []);

// The document of Atlas's API.
const atlas = await open("/swagger-ui.html?urls.primaryName=Atlas%20API");
await atlas.waitForSelector(".authorize");
await atlas.click(".authorize");
await atlas.waitForSelector(".auth-container");
assert.match(await atlas.$eval(".dialog-ux", (dialog) => dialog.textContent), /ServiceAccount(?!.*unsupported)/s);
console.log(`Authorize, of ${G}: good`);

await browser.close();
