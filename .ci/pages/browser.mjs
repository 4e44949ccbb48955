// A browser for the pages of a started sandbox, as check-pages says: its programs are started with CHROMIUM [DIRECTORY]
// The environment has G, the gateway's address, and KEY and ADMIN. Pictures go into the directory.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import puppeteer from "puppeteer-core";

export const { G, KEY, ADMIN } = process.env;
export const HOSTILE = "<img src=x onerror=alert(1)>'\"</summary>";
const [chromium, directory] = process.argv.slice(2);
/** Milliseconds for what must come: long, because a check that waits must not depend on how busy the machine is. */
const PATIENCE = 180_000;
const AXE = readFileSync(new URL("node_modules/axe-core/axe.min.js", import.meta.url), "utf8");

export const looks = [360, 768, 1600].flatMap((width) => ["light", "dark"].map((scheme) => ({ width, scheme })));

export const browser = await puppeteer.launch({
  executablePath: chromium,
  args: ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
});

/**
 * Opens a page whose errors, but for those of `others`, and requests to elsewhere are kept. `change` may answer in place of the gateway, with JSON or
 * by itself.
 */
export async function open(path, { width = 1280, height = 900, scheme = "light", others = [], change = () => null } = {}) {
  const page = await browser.newPage();
  page.setDefaultTimeout(PATIENCE);
  page.faults = [];
  page.on("pageerror", (error) => page.faults.push(error.message));
  page.on("console", (message) => {
    if (message.type() === "error" && !others.some((other) => message.location().url?.startsWith(other))) page.faults.push(message.text());
  });
  page.on("dialog", (dialog) => { page.faults.push("a script of a caller ran"); dialog.dismiss(); });
  await page.setViewport({ width, height });
  await page.emulateMediaFeatures([{ name: "prefers-color-scheme", value: scheme }]);
  await page.setRequestInterception(true);
  page.on("request", async (request) => {
    const { origin, protocol, pathname } = new URL(request.url());
    if (protocol.startsWith("http") && ![new URL(G).origin, ...others].includes(origin)) page.faults.push(`asks ${origin}`);
    const body = await change(pathname, request);
    if (body === true) return;
    if (body) request.respond({ contentType: "application/json", body: JSON.stringify(body) });
    else request.continue();
  });
  await page.goto(G + path);
  return page;
}

export async function signIn(page, key, shown) {
  await page.type("#key", key);
  await page.keyboard.press("Enter");
  await page.waitForSelector(shown).catch(async (error) => {
    throw new Error(`${shown} is not there: ${page.faults.join("; ")}\n${await page.evaluate(() => document.body.innerText)}`, { cause: error });
  });
  await page.waitForNetworkIdle({ idleTime: 300, concurrency: 4 });
}

/** The statuses of the refusals so far, which the browser takes for errors. */
export function refusals(page) {
  const isRefusal = (fault) => fault.startsWith("Failed to load resource");
  const found = page.faults.filter(isRefusal).map((fault) => Number(/\d{3}/.exec(fault)?.[0] ?? 0));
  page.faults = page.faults.filter((fault) => !isRefusal(fault));
  return found;
}

/** Moves the focus to what has this text or label by the tabulator alone, and presses Enter. */
export async function press(page, name) {
  for (let tabs = 0; tabs < 300; tabs += 1) {
    await page.keyboard.press("Tab");
    const found = await page.evaluate(() => document.activeElement.getAttribute("aria-label") ?? document.activeElement.textContent);
    if (found.startsWith(name)) return page.keyboard.press("Enter");
  }
  throw new Error(`the tabulator does not reach "${name}"`);
}

export const focused = (page) => page.evaluate(() => document.activeElement.getAttribute("aria-label") ?? document.activeElement.textContent);

/** Waits until an element has a text. */
export async function awaitText(page, selector, text) {
  try {
    await page.waitForFunction((where, wanted) => [...document.querySelectorAll(where)].some((found) => found.textContent.includes(wanted)),
      { polling: 100 }, selector, text);
  } catch (error) {
    const said = await page.evaluate(() => document.body.innerText);
    throw new Error(`"${text}" is not in ${selector} of this page:\n${said}`, { cause: error });
  }
}

/** @param keeps whether the tab keeps the key while somebody is signed in; nothing else does */
export async function inspect(page, name, key, keeps = true) {
  await page.evaluate(AXE);
  const violations = await page.evaluate(async () => (await axe.run()).violations.map(({ id, nodes }) => `${id}: ${nodes[0].html}`));
  const excess = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  const isKept = await page.evaluate((secret, kept) => document.documentElement.outerHTML.includes(secret) || localStorage.length > 0
    || sessionStorage.length !== Number(kept && document.querySelector("#sign-in").hidden) || document.cookie !== "", key, keeps);
  assert.deepEqual({ violations, excess, isKept, faults: page.faults }, { violations: [], excess: 0, isKept: false, faults: [] }, name);
  console.log(`${name}: good`);
}

export async function picture(page, name) {
  if (directory) await page.screenshot({ path: `${directory}/${name}.png` });
}
