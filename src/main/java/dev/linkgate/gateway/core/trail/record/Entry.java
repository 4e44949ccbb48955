package dev.linkgate.gateway.core.trail.record;

import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import com.fasterxml.jackson.annotation.JsonRawValue;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.linkgate.gateway.core.platform.request.Actor;
import dev.linkgate.gateway.core.platform.request.ProblemCode;
import dev.linkgate.gateway.core.platform.request.RequestContext;
import dev.linkgate.gateway.core.platform.request.Target;
import dev.linkgate.kernel.IdentityId;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The content of a record, without its place in the chain.
 *
 * <p>It holds words rather than enums, because a record that a newer gateway wrote, or that was tampered with, must
 * still be read, shown and checked.
 *
 * @param time to the microsecond
 * @param phase a {@link Phase}
 * @param action a word of {@link Action}
 */
public record Entry(
        @JsonFormat(shape = JsonFormat.Shape.STRING, pattern = TIME, timezone = "UTC")
        Instant time,

        String phase,
        @JsonUnwrapped Origin origin,
        String action,
        @JsonUnwrapped Subject subject,
        @JsonUnwrapped Facts facts,
        @JsonUnwrapped Details details,
        @JsonUnwrapped About about) {

    /** ISO 8601 in UTC, always with six digits after the second. */
    private static final String TIME = "uuuu-MM-dd'T'HH:mm:ss.SSSSSSX";

    /** Where the request came from. */
    public record Origin(String requestId, Who actor, String remoteAddress) {}

    /** An {@link Actor} in words; absent parts are left out. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @JsonPropertyOrder({"kind", "team", "keyId", "subject", "name", "issuer", "identity", "person"})
    public record Who(
            String kind,
            @Nullable String team,
            @JsonIgnore @Nullable String credentialId,
            @Nullable String subject) {

        public static Who of(Actor actor) {
            return new Who(
                    actor.kind().word(),
                    RecordableText.cleanNullable(actor.team()),
                    RecordableText.cleanNullable(actor.credentialId()),
                    RecordableText.cleanNullable(actor.subject()));
        }

        @JsonProperty
        public @Nullable String keyId() {
            return identified().isPresent() ? null : credentialId;
        }

        @JsonProperty
        @Nullable
        String name() {
            return identified().map(IdentityId::holder).orElse(null);
        }

        @JsonProperty
        @Nullable
        String issuer() {
            return identified().map(IdentityId::issuer).orElse(null);
        }

        @JsonProperty
        @Nullable
        String identity() {
            return identified().map(IdentityId::name).orElse(null);
        }

        @JsonProperty
        @Nullable
        String person() {
            return identified().map(IdentityId::person).orElse(null);
        }

        private Optional<IdentityId> identified() {
            return IdentityId.parse(credentialId);
        }
    }

    /** The subject, a {@link Target} in words. */
    public record Subject(
            @Nullable String projectId,
            @Nullable String linkId,
            @Nullable String interfaceEndpointId) {}

    /**
     * The facts of the request; unknown facts are null.
     *
     * @param result a {@link Result}
     * @param status of the gateway's own answer
     * @param atlasStatus of Atlas's last answer
     * @param attempts requests sent to Atlas, challenges included
     * @param durationMicros from the request's arrival to this record
     */
    public record Facts(
            @Nullable String credential,
            @Nullable Long credentialVersion,
            @Nullable String result,
            @Nullable Long status,
            @Nullable String code,
            @Nullable Long atlasStatus,
            @Nullable Long attempts,
            @Nullable Long durationMicros) {}

    /**
     * The details of the request. Only a record that was tampered with has no count or does not say whether it was a
     * dry run.
     *
     * @param attempted of a request that was refused: its method and its route's pattern, never its path
     * @param count the number of requests in the record
     * @param dryRun whether the request was a dry run
     * @param operationId always absent; the layout has a place for it
     */
    public record Details(
            @Nullable String attempted,
            @Nullable Long count,
            @Nullable Boolean dryRun,
            @Nullable String operationId) {

        public static final Details USUAL = new Details(null, 1L, false, null);
    }

    /**
     * What the record is about.
     *
     * @param target absent if that has no name
     * @param change JSON of one line; absent if nothing is to change
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record About(
            @Nullable Thing target,

            @Schema(implementation = Object.class) @JsonRawValue @Nullable
            String change) {

        /** A {@link Target.Thing} in words, and the project that it is in. */
        public record Thing(
                String kind,
                String name,

                @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
                String project) {

            /** As it is stored and hashed; the project has its own column. */
            String stored() {
                return kind + ":" + name;
            }
        }

        public static final About NOTHING = new About(null, null);

        public static About of(Target target) {
            Target.Thing thing = target.named();
            return new About(
                    thing == null
                            ? null
                            : new Thing(
                                    thing.kind().word(),
                                    RecordableText.clean(thing.name()),
                                    target.project() == null
                                            ? null
                                            : target.project().value()),
                    target.change() == null ? null : RecordedChange.json(target.change()));
        }

        @Nullable
        String storedTarget() {
            return target == null ? null : target.stored();
        }
    }

    /** All fields in the order of the layout, as they are stored and hashed: texts and numbers, or nothing. */
    @Nullable
    Object[] fields() {
        return new @Nullable Object[] {
            HashChain.micros(time),
            phase,
            origin.requestId(),
            origin.actor().kind(),
            origin.actor().team(),
            origin.actor().credentialId(),
            origin.actor().subject(),
            origin.remoteAddress(),
            action,
            subject.projectId(),
            subject.linkId(),
            subject.interfaceEndpointId(),
            facts.credential(),
            facts.credentialVersion(),
            facts.result(),
            facts.status(),
            facts.code(),
            facts.atlasStatus(),
            facts.attempts(),
            facts.durationMicros(),
            details.attempted(),
            details.count(),
            HashChain.number(details.dryRun()),
            details.operationId(),
            about.storedTarget(),
            about.change(),
        };
    }

    /**
     * Of a request that was refused without an intent, only ids are told: a name in its path may be a secret in the
     * wrong place.
     *
     * @param outcome absent from an intent, and only from that
     */
    public static Entry of(
            Instant time,
            Phase phase,
            RequestContext context,
            Action action,
            Target target,
            @Nullable Outcome outcome) {
        return new Entry(
                time.truncatedTo(ChronoUnit.MICROS),
                phase.name(),
                new Origin(
                        RecordableText.clean(context.requestId()),
                        Who.of(context.actor()),
                        RecordableText.clean(context.remoteAddress())),
                action.word(),
                new Subject(
                        target.project() == null ? null : target.project().value(),
                        target.link() == null ? null : target.link().value(),
                        RecordableText.cleanNullable(target.interfaceEndpointId())),
                outcome == null ? soFar(context) : facts(context, outcome),
                Details.USUAL,
                About.of(phase == Phase.EVENT && isRefusal(outcome) ? target.ids() : target));
    }

    private static boolean isRefusal(@Nullable Outcome outcome) {
        return outcome != null && outcome.result() == Result.REFUSED;
    }

    /** The outcome of this intent's write, learnt later and not by the request that did the write. */
    public Entry endedBy(Instant later, Outcome outcome) {
        return new Entry(
                later.truncatedTo(ChronoUnit.MICROS),
                Phase.OUTCOME.name(),
                origin,
                action,
                subject,
                new Facts(
                        facts.credential(),
                        facts.credentialVersion(),
                        outcome.result().name(),
                        (long) outcome.status(),
                        word(outcome.code()),
                        null,
                        null,
                        null),
                Details.USUAL,
                about);
    }

    /** The same entry of a change that has sealed or removed rows. */
    public Entry with(Map<String, String> rows) {
        return rows.isEmpty()
                ? this
                : new Entry(
                        time,
                        phase,
                        origin,
                        action,
                        subject,
                        facts,
                        details,
                        new About(about.target(), RecordedChange.with(about.change(), rows)));
    }

    /** The same entry for a refused request. */
    public Entry attempting(String attempted) {
        return new Entry(time, phase, origin, action, subject, facts, new Details(attempted, 1L, false, null), about);
    }

    /** The same entry for a dry run. */
    public Entry ofDryRun() {
        return new Entry(time, phase, origin, action, subject, facts, new Details(null, 1L, true, null), about);
    }

    /**
     * One entry for the refusals of both, later than all of them: it contains their common parts and the first one's
     * request id.
     *
     * @param network where the requests came from, if not from one address
     */
    public Entry plus(Entry other, String network) {
        return new Entry(
                other.time,
                phase,
                new Origin(
                        origin.requestId(),
                        Objects.requireNonNullElse(
                                common(origin.actor(), other.origin.actor()), Who.of(Actor.ANONYMOUS)),
                        Objects.requireNonNullElse(
                                common(origin.remoteAddress(), other.origin.remoteAddress()), network)),
                action,
                new Subject(
                        common(subject.projectId(), other.subject.projectId()),
                        common(subject.linkId(), other.subject.linkId()),
                        common(subject.interfaceEndpointId(), other.subject.interfaceEndpointId())),
                new Facts(
                        null,
                        null,
                        facts.result(),
                        common(facts.status(), other.facts.status()),
                        common(facts.code(), other.facts.code()),
                        null,
                        facts.attempts(),
                        null),
                new Details(
                        common(details.attempted(), other.details.attempted()),
                        Objects.requireNonNull(details.count()) + Objects.requireNonNull(other.details.count()),
                        false,
                        null),
                common(about, other.about) == null ? About.NOTHING : about);
    }

    private static <T> @Nullable T common(@Nullable T one, @Nullable T other) {
        return Objects.equals(one, other) ? one : null;
    }

    private static Facts soFar(RequestContext context) {
        return new Facts(
                RecordableText.cleanNullable(context.facts().credential()),
                wide(context.facts().credentialVersion()),
                null,
                null,
                null,
                null,
                null,
                null);
    }

    private static Facts facts(RequestContext context, Outcome outcome) {
        return new Facts(
                RecordableText.cleanNullable(context.facts().credential()),
                wide(context.facts().credentialVersion()),
                outcome.result().name(),
                (long) outcome.status(),
                word(outcome.code()),
                wide(context.facts().atlasStatus()),
                (long) context.facts().attempts(),
                context.facts().ageMicros());
    }

    private static @Nullable String word(@Nullable ProblemCode code) {
        return code == null ? null : code.code();
    }

    private static @Nullable Long wide(@Nullable Integer number) {
        return number == null ? null : number.longValue();
    }
}
