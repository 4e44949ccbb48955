package dev.linkgate.gateway.core.platform.request;

import dev.linkgate.kernel.LinkId;
import dev.linkgate.kernel.ProjectId;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The target of an action.
 *
 * @param project absent for an action on the gateway alone, as the link and the endpoint at Atlas are
 * @param thing what the action is about, if it is not the endpoint, the link or the project
 * @param change of a write, as far as it is known
 */
public record Target(
        @Nullable ProjectId project,
        @Nullable LinkId link,
        @Nullable String interfaceEndpointId,
        @Nullable Thing thing,
        @Nullable Change change) {

    public static final Target NONE = new Target(null, null, null);

    private static final String CHANGE_REFERENCE = "changeReference";

    /**
     * A kind of things that actions are about. The core's kinds are here, and a feature declares its own in its
     * {@link dev.linkgate.gateway.core.platform.vocabulary.Words}.
     *
     * @param word in records and filters, such as {@code access-request}
     */
    public record Kind(String word) {
        public static final Kind ADMINISTRATOR = new Kind("administrator");
        public static final Kind AUDIT_KEY = new Kind("audit-key");
        public static final Kind CREDENTIAL = new Kind("credential");
        public static final Kind ENDPOINT = new Kind("endpoint");
        public static final Kind GRANT = new Kind("grant");
        public static final Kind IDENTITY = new Kind("identity");
        public static final Kind KEY = new Kind("key");
        public static final Kind LINK = new Kind("link");
        public static final Kind PROJECT = new Kind("project");
        public static final Kind RULES = new Kind("rules");
        public static final Kind TEAM = new Kind("team");
        public static final Kind TRAIL = new Kind("trail");
    }

    /** A thing by its name; of a grant, that of its team. */
    public record Thing(Kind kind, String name) {

        /** The text that is stored, filtered by and logged, such as {@code team:payments}. */
        @Override
        public String toString() {
            return kind.word() + ":" + name;
        }
    }

    public Target(@Nullable ProjectId project, @Nullable LinkId link, @Nullable String interfaceEndpointId) {
        this(project, link, interfaceEndpointId, null, null);
    }

    public static Target project(ProjectId project) {
        return new Target(project, null, null);
    }

    public static Target link(ProjectId project, LinkId link) {
        return new Target(project, link, null);
    }

    public static Target endpoint(ProjectId project, LinkId link, String interfaceEndpointId) {
        return new Target(project, link, interfaceEndpointId);
    }

    /** A thing of the gateway alone. */
    public static Target of(Kind kind, String name) {
        return NONE.about(kind, name);
    }

    /** The key of a caller, or its identity with the name of its owner; nothing if it has neither. */
    public static Target keyOf(Actor actor) {
        String owner = actor.isAdministrator() ? actor.subject() : actor.team();
        return actor.identity()
                .map(identity -> of(Kind.IDENTITY, owner + "/" + identity.name()))
                .orElseGet(() -> actor.keyId() == null ? NONE : of(Kind.KEY, actor.keyId()));
    }

    public static Target grant(String team, ProjectId project) {
        return project(project).about(Kind.GRANT, team);
    }

    /** A thing that this is the place of. */
    public Target about(Kind kind, String name) {
        return new Target(project, link, interfaceEndpointId, new Thing(kind, name), change);
    }

    /** A copy of this target without names. */
    public Target ids() {
        return new Target(project, link, interfaceEndpointId);
    }

    /** A copy of this target, of an action that changes it. */
    public Target changing(Change known) {
        return new Target(project, link, interfaceEndpointId, thing, known);
    }

    /**
     * A copy of this target, of an action that its caller refers to a change elsewhere; without a reference, this
     * target.
     */
    public Target referringTo(@Nullable String reference) {
        if (reference == null || reference.isEmpty()) {
            return this;
        }
        Change known = change == null ? new Change(null, null) : change;
        return changing(known.with(CHANGE_REFERENCE, reference));
    }

    /** What its action {@linkplain #referringTo refers to}; absent if that is nothing. */
    public @Nullable String changeReference() {
        return change == null || change.after() == null
                ? null
                : (String) change.after().all().get(CHANGE_REFERENCE);
    }

    /** A copy of this target, of an action that has sealed or removed rows. */
    public Target changing(Map<String, String> rows) {
        if (rows.isEmpty()) {
            return this;
        }
        return changing((change == null ? new Change(null, null) : change).with(rows));
    }

    /** What the action is about; absent if that is nothing with a name. */
    public @Nullable Thing named() {
        if (thing != null) {
            return thing;
        }
        if (interfaceEndpointId != null) {
            return new Thing(Kind.ENDPOINT, interfaceEndpointId);
        }
        if (link != null) {
            return new Thing(Kind.LINK, link.value());
        }
        return project == null ? null : new Thing(Kind.PROJECT, project.value());
    }
}
