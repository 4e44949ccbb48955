package dev.linkgate.gateway.feature.webhooks.following;

import dev.linkgate.gateway.core.access.key.Principal;
import dev.linkgate.gateway.core.platform.request.Target;
import dev.linkgate.gateway.core.trail.record.Action;
import dev.linkgate.gateway.core.trail.record.AuditRecord;
import dev.linkgate.gateway.core.trail.record.Entry;
import dev.linkgate.gateway.core.trail.record.Result;
import dev.linkgate.kernel.ProjectId;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What a record says of a change that gives somebody more rights, or of a use of the shared token.
 *
 * @param subject what has changed: a path of the API
 * @param administrator who has more rights; absent if it is no administrator
 * @param loosened the rules that allow more; empty if it is about none, or they are not known
 */
record PrivilegeChange(
        Kind kind,
        AuditRecord record,
        String subject,
        Target target,
        @Nullable String administrator,
        List<String> loosened) {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final String ALL = "all";

    /** The writes that may be one. */
    static final List<Action> ACTIONS = List.of(
            Action.ADMINISTRATOR_PUT,
            Action.ADMINISTRATOR_IDENTITY_PUT,
            Action.ADMINISTRATOR_KEY_CREATE,
            Action.RULES_PUT,
            Action.RULES_REMOVE,
            Action.PROJECT_REMOVE);

    /** What has changed. */
    enum Kind {
        /** An administrator is new, or has more scopes. */
        ADMINISTRATOR,
        /** An administrator may call by another JWT, or for longer. */
        IDENTITY,
        /** An administrator has another key. */
        KEY,
        /** A project's rules allow more. */
        RULES,
        /** The administrator's token was used. */
        SHARED_TOKEN;

        /** The word for events and metrics. */
        String word() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    /** @param record of a use of the shared token */
    static PrivilegeChange ofSharedToken(AuditRecord record) {
        return new PrivilegeChange(Kind.SHARED_TOKEN, record, "/admin", Target.NONE, null, List.of());
    }

    /**
     * Empty if the record is of something else, or the write gave no more rights. One whose result is not known may
     * have done so.
     */
    static Optional<PrivilegeChange> of(AuditRecord record) {
        Entry entry = record.entry();
        Optional<Action> action = ACTIONS.stream()
                .filter(each -> each.word().equals(entry.action()))
                .findFirst();
        if (action.isEmpty() || entry.facts().hadNoEffect()) {
            return Optional.empty();
        }
        String text = entry.about().change();
        JsonNode change = JSON.readTree(text == null ? "{}" : text);
        return Optional.ofNullable(
                action.get().word().startsWith("administrator")
                        ? ofAdministrator(record, action.get(), change.path("before"), change.path("after"))
                        : ofRules(record, action.get(), change.path("before"), change.path("after")));
    }

    private static @Nullable PrivilegeChange ofAdministrator(
            AuditRecord record, Action action, JsonNode before, JsonNode after) {
        Entry.About.Thing thing = record.entry().about().target();
        if (thing == null) {
            return null;
        }
        String name = thing.name();
        if (action.equals(Action.ADMINISTRATOR_PUT)) {
            return hasMoreScopes(before, after)
                    ? ofAdministrator(record, Kind.ADMINISTRATOR, Target.Kind.ADMINISTRATOR, name, name, "")
                    : null;
        }
        String owner = after.path("owner").asString("");
        if (action.equals(Action.ADMINISTRATOR_KEY_CREATE)) {
            return ofAdministrator(record, Kind.KEY, Target.Kind.KEY, name, owner, "/keys/" + name);
        }
        return isDone(record) && isSameOrShorter(before, after)
                ? null
                : ofAdministrator(
                        record,
                        Kind.IDENTITY,
                        Target.Kind.IDENTITY,
                        name,
                        owner,
                        "/identities/" + name.substring(name.indexOf('/') + 1));
    }

    private static PrivilegeChange ofAdministrator(
            AuditRecord record, Kind kind, Target.Kind thing, String name, String administrator, String below) {
        String path = Principal.administrator(administrator).path() + below;
        return new PrivilegeChange(kind, record, path, Target.of(thing, name), administrator, List.of());
    }

    private static boolean hasMoreScopes(JsonNode before, JsonNode after) {
        List<String> had = texts(before.path("scopes"));
        return !had.contains(ALL) && !had.containsAll(texts(after.path("scopes")));
    }

    /** Whether the same callers may use an identity, and no longer than before. */
    private static boolean isSameOrShorter(JsonNode before, JsonNode after) {
        return before.isObject()
                && before.path("issuer").equals(after.path("issuer"))
                && before.path("claims").equals(after.path("claims"))
                && isSameOrEarlier(before.path("expiresAt"), after.path("expiresAt"));
    }

    /** An end that is missing is never. */
    private static boolean isSameOrEarlier(JsonNode before, JsonNode after) {
        try {
            return before.isMissingNode()
                    || !Instant.parse(after.asString("")).isAfter(Instant.parse(before.asString("")));
        } catch (DateTimeException e) {
            return false;
        }
    }

    private static @Nullable PrivilegeChange ofRules(
            AuditRecord record, Action action, JsonNode before, JsonNode after) {
        String id = record.entry().subject().projectId();
        JsonNode rulesBefore = action.equals(Action.PROJECT_REMOVE) ? before.path("rules") : before;
        List<String> loosened = LoosenedRules.between(rulesBefore, after);
        if (id == null || !ProjectId.matches(id) || (isDone(record) && loosened.isEmpty())) {
            return null;
        }
        ProjectId project = new ProjectId(id);
        return new PrivilegeChange(
                Kind.RULES,
                record,
                "/admin/projects/" + project + "/rules",
                Target.project(project).about(Target.Kind.RULES, id),
                null,
                loosened);
    }

    private static boolean isDone(AuditRecord record) {
        return Result.SUCCEEDED.name().equals(record.entry().facts().result());
    }

    private static List<String> texts(JsonNode list) {
        return list.valueStream().map(text -> text.asString("")).toList();
    }
}
