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
import dev.linkgate.gateway.core.platform.request.RequestFacts;
import dev.linkgate.gateway.core.platform.request.Target;
import dev.linkgate.kernel.IdentityId;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

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

    /** An {@link Actor} in words, as records and answers show it; absent parts are left out. */
    @Schema(name = "Actor")
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

        /** JSON of one line, as it is stored and shown where no records are. */
        public String json() {
            return JsonMapper.shared().writeValueAsString(this);
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
            @Nullable String interfaceEndpointId) {

        static Subject of(Target target) {
            return new Subject(
                    target.project() == null ? null : target.project().value(),
                    target.link() == null ? null : target.link().value(),
                    RecordableText.cleanNullable(target.interfaceEndpointId()));
        }
    }

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
            @Nullable Long durationMicros) {

        /** Of a request of which nothing is known yet. */
        public static final Facts NONE = new Facts(null, null, null, null, null, null, null, null);

        /** Whether a write certainly changed nothing. */
        public boolean hadNoEffect() {
            return Result.REFUSED.name().equals(result)
                    || (Result.FAILED.name().equals(result)
                            && ProblemCode.AUDIT_UNAVAILABLE.code().equals(code));
        }

        /** These facts of a request that uses a credential. */
        public Facts using(@Nullable String credential, @Nullable Long credentialVersion) {
            return new Facts(
                    credential, credentialVersion, result, status, code, atlasStatus, attempts, durationMicros);
        }

        /** These facts of a request that has ended. */
        public Facts ended(@Nullable String result, @Nullable Long status, @Nullable String code) {
            return new Facts(
                    credential, credentialVersion, result, status, code, atlasStatus, attempts, durationMicros);
        }

        Facts ended(Outcome outcome) {
            return ended(
                    outcome.result().name(),
                    (long) outcome.status(),
                    outcome.code() == null ? null : outcome.code().code());
        }

        /** These facts of a request that has sent others to Atlas. */
        public Facts sent(@Nullable Long attempts, @Nullable Long atlasStatus) {
            return new Facts(
                    credential, credentialVersion, result, status, code, atlasStatus, attempts, durationMicros);
        }

        /** These facts of a request that has taken a time. */
        public Facts taking(@Nullable Long durationMicros) {
            return new Facts(
                    credential, credentialVersion, result, status, code, atlasStatus, attempts, durationMicros);
        }
    }

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

        /** Of a record that has none. */
        static final Details NONE = new Details(null, null, null, null);

        /** These details of a request that was refused. */
        public Details attempting(@Nullable String attempted) {
            return new Details(attempted, count, dryRun, operationId);
        }

        /** These details of so many requests. */
        public Details counting(long count) {
            return new Details(attempted, count, dryRun, operationId);
        }

        /** These details of a dry run. */
        public Details ofDryRun() {
            return new Details(attempted, count, true, operationId);
        }
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
                Subject.of(target),
                facts(context, outcome),
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
                Facts.NONE.using(facts.credential(), facts.credentialVersion()).ended(outcome),
                Details.USUAL,
                about);
    }

    /** A copy of this entry, of a change that has sealed or removed rows. */
    public Entry with(Map<String, String> rows) {
        return rows.isEmpty()
                ? this
                : with(details, new About(about.target(), RecordedChange.with(about.change(), rows)));
    }

    /** A copy of this entry for a refused request. */
    public Entry attempting(String attempted) {
        return with(details.attempting(attempted), about);
    }

    /** A copy of this entry for a dry run. */
    public Entry ofDryRun() {
        return with(details.ofDryRun(), about);
    }

    private Entry with(Details details, About about) {
        return new Entry(time, phase, origin, action, subject, facts, details, about);
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
                Facts.NONE
                        .ended(
                                facts.result(),
                                common(facts.status(), other.facts.status()),
                                common(facts.code(), other.facts.code()))
                        .sent(facts.attempts(), null),
                Details.USUAL
                        .attempting(common(details.attempted(), other.details.attempted()))
                        .counting(Objects.requireNonNull(details.count())
                                + Objects.requireNonNull(other.details.count())),
                common(about, other.about) == null ? About.NOTHING : about);
    }

    private static <T> @Nullable T common(@Nullable T one, @Nullable T other) {
        return Objects.equals(one, other) ? one : null;
    }

    private static Facts facts(RequestContext context, @Nullable Outcome outcome) {
        RequestFacts learnt = context.facts();
        Facts soFar =
                Facts.NONE.using(RecordableText.cleanNullable(learnt.credential()), wide(learnt.credentialVersion()));
        return outcome == null
                ? soFar
                : soFar.ended(outcome)
                        .sent((long) learnt.attempts(), wide(learnt.atlasStatus()))
                        .taking(learnt.ageMicros());
    }

    private static @Nullable Long wide(@Nullable Integer number) {
        return number == null ? null : number.longValue();
    }
}
