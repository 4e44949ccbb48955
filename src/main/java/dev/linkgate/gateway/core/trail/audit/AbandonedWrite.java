package dev.linkgate.gateway.core.trail.audit;

import dev.linkgate.gateway.core.platform.request.Actor;
import dev.linkgate.gateway.core.platform.request.Change;
import dev.linkgate.gateway.core.platform.request.Target;
import dev.linkgate.gateway.core.trail.record.Action;
import dev.linkgate.gateway.core.trail.record.Entry;
import dev.linkgate.kernel.LinkId;
import dev.linkgate.kernel.ProjectId;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A write whose intent is on record and whose process no longer works on it.
 *
 * @param target with what it was to change, as far as its record tells
 * @param requestId of its request or operation
 * @param at when its intent was recorded, before anything was sent
 * @param later what was done to the same endpoint afterwards, which may explain its current state
 */
public record AbandonedWrite(Action action, Target target, Actor actor, String requestId, Instant at, Later later) {

    /** What was done to an endpoint after a write of it was begun. */
    public enum Later {
        NOTHING,
        /** Another write has added it, and none was begun to remove it. */
        ADDED,
        /** Another write was begun. */
        OTHER
    }

    /** Whether a later write of the same endpoint was begun. */
    public boolean followed() {
        return later != Later.NOTHING;
    }

    /**
     * @param sent what was about to be sent, if that is another action than the intent's own
     * @return absent if the intent contains a word that this gateway does not know
     */
    static Optional<AbandonedWrite> of(Entry intent, @Nullable String sent, Function<Target, Later> later) {
        try {
            Target target = target(intent);
            return Optional.of(new AbandonedWrite(
                    new Action(sent == null ? intent.action() : sent),
                    target,
                    actor(intent.origin().actor()),
                    intent.origin().requestId(),
                    intent.time(),
                    later.apply(target)));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static Target target(Entry intent) {
        Entry.Subject subject = intent.subject();
        String change = intent.about().change();
        return new Target(
                subject.projectId() == null ? null : new ProjectId(subject.projectId()),
                subject.linkId() == null ? null : new LinkId(subject.linkId()),
                subject.interfaceEndpointId(),
                null,
                change == null ? null : Change.ofJson(change));
    }

    private static Actor actor(Entry.Who who) {
        return new Actor(
                Actor.Kind.valueOf(who.kind().toUpperCase(Locale.ROOT)), who.team(), who.credentialId(), who.subject());
    }
}
