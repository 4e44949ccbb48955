// Prints the commands of a recipe, so that they can be run without the service that would run them.
//   node commands.js FILE                of a workflow of GitHub Actions or a job of GitLab CI; of a Kubernetes job the arguments
//   node commands.js FILE create|destroy PROJECT LINK ENDPOINT    of a Terraform resource with these inputs
const { readFileSync } = require('node:fs');

const [file, when, project, link, endpoint] = process.argv.slice(2);
const text = readFileSync(file, 'utf8');

async function ofTerraform() {
  const { parse } = require('@cdktf/hcl2json');
  const { resource } = await parse(file, text);
  const inputs = { project, link, endpoint };
  return resource.terraform_data.atlas_endpoint[0].provisioner['local-exec']
    .filter((provisioner) => (provisioner.when === '${destroy}') === (when === 'destroy'))
    .map((provisioner) => provisioner.command.replace(/\$\{self\.input\.(\w+)}/g, (_, name) => inputs[name]));
}

function ofWorkflow() {
  const document = require('yaml').parse(text);
  if (document.kind === 'Job') return document.spec.template.spec.containers[0].args;
  const jobs = Object.values(document.jobs ?? document);
  return jobs.flatMap((job) => job.script ?? job.steps.map((step) => step.run).filter((run) => run));
}

(async () => console.log((await (file.endsWith('.tf') ? ofTerraform() : ofWorkflow())).join('\n')))();
