// Which records are writes, and one line for each of them.

/** Dry runs change nothing. A write that was refused before it began has one record, which says what was attempted. */
export function isWrite({ phase, dryRun, attempted }) {
  return !dryRun && (phase !== "EVENT" || /^(POST|PUT|PATCH|DELETE) /.test(attempted ?? ""));
}

/** What kind of line a record is. */
export function kindOf(record) {
  if (record.dryRun) return "dry run";
  if (record.action === "request.refused") return "refusal";
  return isWrite(record) ? "write" : "read";
}

/** Newest first, without the intents whose outcomes are there. The writes of one request follow one another. */
export function merged(records) {
  const ended = new Map();
  return records.filter(({ phase, requestId, action }) => {
    const write = `${requestId} ${action}`;
    const outcomes = ended.get(write) ?? 0;
    if (phase === "OUTCOME") ended.set(write, outcomes + 1);
    if (phase !== "INTENT" || !outcomes) return true;
    ended.set(write, outcomes - 1);
    return false;
  });
}

/** What a record is about, as it is filtered by; absent in old records, and if that has no name. */
export const targetText = ({ target }) => (target ? `${target.kind}:${target.name}` : "");

/** What a write changes, in words: `role viewer → owner`. */
export function changeText({ before, after }) {
  return [...new Set([...Object.keys(before ?? {}), ...Object.keys(after ?? {})])]
    .map((name) => [name, shown(before?.[name]), shown(after?.[name])])
    .filter(([, was, is]) => was !== is)
    .map(([name, was, is]) => (before && after ? `${name} ${was || "–"} → ${is || "–"}` : `${name} ${was || is}`))
    .join(", ");
}

/** A list has its entries, and a part its values: `removal=own-team`. */
function shown(value) {
  if (Array.isArray(value)) return value.join(" ");
  if (value === null || typeof value !== "object") return String(value ?? "");
  return Object.entries(value).map(([name, part]) => `${name}=${shown(part)}`).join(" ");
}

const KINDS = { admin: "administrator", anonymous: "unknown caller" };

const LONGEST = 40;

/** The team or the administrator, and who of it, if that is told. */
export const caller = ({ actor }) => {
  const who = actor.name ?? (actor.kind === "jwt" ? actor.subject : actor.person);
  const whose = actor.team ?? actor.subject ?? KINDS[actor.kind] ?? actor.kind;
  return who && who !== whose ? `${whose} · ${who.slice(0, LONGEST)}` : whose;
};
