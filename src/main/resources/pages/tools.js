// How to set Atlas's own tools to this gateway. The settings take the key from the environment; it stands in none of them.

import { copyable, element } from "./elements.js";

const ORIGIN = new URL(import.meta.url).origin;
const VERSION = "application/vnd.atlas.2023-01-01+json";

/** What each tool needs: a title, a remark, and the text to copy. */
function settings(id, project, digest) {
  const services = `${ORIGIN}/api/atlas/v2/groups/${project}/privateEndpoint/AWS/endpointService`;
  return [
    ["Terraform", "With an empty block, provider \"mongodbatlas\" {}. All three in the environment, or all three in the block.",
      `export MONGODB_ATLAS_BASE_URL=${ORIGIN}/
export MONGODB_ATLAS_CLIENT_ID=${id}
export MONGODB_ATLAS_CLIENT_SECRET="$LINKGATE_KEY"`],
    ["Atlas CLI", "With a profile of its own: in another one it may find an access token, which it prefers.", `export MONGODB_ATLAS_OPS_MANAGER_URL=${ORIGIN}/
export MONGODB_ATLAS_CLIENT_ID=${id}
export MONGODB_ATLAS_CLIENT_SECRET="$LINKGATE_KEY"
export MONGODB_ATLAS_PROJECT_ID=${project}
export DO_NOT_TRACK=1
atlas privateEndpoints aws list --profile linkgate-${id}`],
    ["Kubernetes operator", "Name the secret as connectionSecret, and the project as externalProjectRef.",
      `helm upgrade --install atlas-operator mongodb/mongodb-atlas-operator --set-string atlasURI=${ORIGIN}/
kubectl create secret generic linkgate --from-env-file=/dev/stdin <<END
orgId=${"0".repeat(24)}
clientId=${id}
clientSecret=$LINKGATE_KEY
END
kubectl label secret linkgate atlas.mongodb.com/type=credentials`],
    ["Go SDK", "", `client, err := admin.NewClient(
	admin.UseBaseURL("${ORIGIN}"),
	admin.UseOAuthAuth(ctx, "${id}", os.Getenv("LINKGATE_KEY")))`],
    ["curl with a token", "", `TOKEN=$(curl -sS --user "${id}:$LINKGATE_KEY" -d grant_type=client_credentials \\
  ${ORIGIN}/api/oauth/token | jq -r .access_token)
curl -H "Authorization: Bearer $TOKEN" -H 'Accept: ${VERSION}' \\
  ${services}`],
    ["curl with HTTP Digest", digest ? "" : "Not with this key. Ask the platform team for one with \"digest\": true.",
      digest ? `curl --digest --user "${id}:$LINKGATE_KEY" -H 'Accept: ${VERSION}' \\
  ${services}` : null],
  ];
}

function toolView([title, remark, text]) {
  const parts = [remark && element("p", "note", remark), text && copyable(text, `settings for ${title}`)];
  return element("details", "", element("summary", "", title), ...parts.filter(Boolean));
}

const fact = (name, text) => [element("dt", "", name), element("dd", "", copyable(text, name))];

/**
 * For the caller of a session; nothing if the gateway does not offer Atlas's API, or the caller has no team's key.
 * The first project, if there is one, is that of the examples.
 */
export async function toolsView(session, caller, projects) {
  if (caller.kind !== "team" || !caller.id) return [];
  try {
    await session.ask("/api/atlas/v2", { headers: { Accept: VERSION } });
  } catch {
    return [];
  }
  const facts = [...fact("Base URL", `${ORIGIN}/`), ...fact("Client id", caller.id),
    ...fact("Client secret", "read -rs LINKGATE_KEY && export LINKGATE_KEY")];
  return [
    element("p", "", "Atlas’s own tools work with this gateway in place of Atlas, for private endpoints. The client secret is your key:"
      + " put it into the environment so that the shell’s history does not have it."),
    element("dl", "", ...facts),
    ...settings(caller.id, projects[0]?.id ?? "PROJECT_ID", caller.digest === true).map(toolView),
  ];
}
