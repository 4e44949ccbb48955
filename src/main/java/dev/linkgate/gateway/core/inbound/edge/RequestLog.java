package dev.linkgate.gateway.core.inbound.edge;

import dev.linkgate.gateway.core.platform.request.Actor;
import dev.linkgate.gateway.core.platform.request.Failure;
import dev.linkgate.gateway.core.platform.request.ProblemCode;
import dev.linkgate.gateway.core.platform.request.RequestContext;
import dev.linkgate.gateway.core.platform.request.Target;
import dev.linkgate.gateway.core.trail.record.RecordedChange;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;
import org.slf4j.spi.LoggingEventBuilder;

/**
 * The line of each request that is not routine, with the names of the Elastic Common Schema. The request's id is not
 * among them, because the thread shows it in all of its lines.
 */
final class RequestLog {

    private static final Logger log = LoggerFactory.getLogger("dev.linkgate.requests");

    private RequestLog() {}

    static void finished(HttpServletRequest request, int status, RequestContext context) {
        Level level = level(request, status, context.actor());
        if (!log.isEnabledForLevel(level)) {
            return;
        }
        String method = EdgeFilter.method(request);
        String path = EdgeFilter.loggedPath(request, context.target());
        long micros = context.facts().ageMicros();
        Failure failure = ProblemHandler.failureOf(request);
        String reason = reason(failure);
        LoggingEventBuilder line = log.atLevel(level)
                .addKeyValue("http.request.method", method)
                .addKeyValue("url.path", path)
                .addKeyValue("http.response.status_code", status)
                .addKeyValue("event.duration", micros * 1_000)
                .addKeyValue("client.address", context.remoteAddress())
                .addKeyValue("user.name", userName(context.actor()));
        if (failure != null) {
            line = line.addKeyValue("error.code", failure.code().code());
        }
        String about = about(context.target());
        if (about != null) {
            line = line.addKeyValue("linkgate.target", about);
        }
        if (reason != null) {
            line = line.addKeyValue("error.message", reason);
        }
        line.log(
                "{} {} {}{} by {} in {} ms{}{}",
                method,
                path,
                status,
                failure == null ? "" : " " + failure.code(),
                caller(context.actor()),
                micros / 1_000,
                about == null ? "" : ", of " + about,
                reason == null ? "" : ": " + reason);
    }

    /**
     * A successful read is on the audit trail if it showed anything of a project, and a log line for each costs too
     * much. Unknown callers can send any number of requests, so only those with their own audit record are logged.
     */
    private static Level level(HttpServletRequest request, int status, Actor actor) {
        boolean isRoutine = status < 400 && request.getMethod().equals("GET");
        boolean isUnrecorded = actor.isAnonymous() && !ProblemHandler.hasRefusalOnRecord(request);
        if (isRoutine || isUnrecorded) {
            return Level.DEBUG;
        }
        return status < 500 ? Level.INFO : Level.WARN;
    }

    /** What the path does not tell: a thing of the gateway, and what was changed of it. */
    private static @Nullable String about(Target target) {
        String change = target.change() == null
                ? null
                : RecordedChange.json(target.change().values());
        return Stream.of(target.thing(), change)
                .filter(Objects::nonNull)
                .map(Object::toString)
                .collect(Collectors.collectingAndThen(Collectors.joining(" "), text -> text.isEmpty() ? null : text));
    }

    /** Why a caller is unknown, which the code leaves open. Other problems' details may repeat parts of the path. */
    private static @Nullable String reason(@Nullable Failure failure) {
        return failure != null && failure.code().equals(ProblemCode.UNAUTHENTICATED) ? failure.detail() : null;
    }

    private static String caller(Actor actor) {
        String name = name(actor);
        return name == null ? actor.kind().word() : (actor.isNamedAdministrator() ? "administrator " : "team ") + name;
    }

    /** The name of the team or the administrator; the kind of a caller without a name. */
    private static String userName(Actor actor) {
        return Objects.requireNonNullElse(name(actor), actor.kind().word());
    }

    private static @Nullable String name(Actor actor) {
        return actor.isNamedAdministrator() ? actor.subject() : actor.team();
    }
}
