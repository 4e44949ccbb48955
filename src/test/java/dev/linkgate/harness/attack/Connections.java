package dev.linkgate.harness.attack;

import dev.linkgate.wire.RawRequest;
import java.io.IOException;
import java.time.Duration;

/** Attacks by connections that are slow, silent or kept. */
final class Connections {

    private static final int ALL = 8_400;
    private static final int MANY = 1_000;
    private static final int PER_SECOND = 2_000;
    private static final Duration SECOND = Duration.ofSeconds(1);

    private Connections() {}

    static void idle(AttackContext context) throws IOException {
        ManyConnections.of(context.scaled(ALL), PER_SECOND).hold(context);
    }

    static void slowHeader(AttackContext context) throws IOException {
        ManyConnections.of(context.scaled(MANY), PER_SECOND)
                .saying("GET /projects HTTP/1.1\r\nX-Slow: ")
                .thenSaying("x", SECOND)
                .hold(context);
    }

    /** The form in which a client may authenticate is read before it is known. */
    static void slowTokenForms(AttackContext context) throws IOException {
        ManyConnections.of(context.scaled(MANY), PER_SECOND)
                .saying(head("POST", "/api/oauth/token", "application/x-www-form-urlencoded", 8_000, "")
                        + "grant_type=")
                .thenSaying("a", SECOND)
                .hold(context);
    }

    static void slowJson(AttackContext context) throws IOException {
        ManyConnections.of(context.scaled(MANY), PER_SECOND)
                .saying(head("POST", TestBed.ATTACKED.endpoints(), "application/json", 2_000_000, "") + "{")
                .thenSaying(" ", SECOND)
                .hold(context);
    }

    /** The body is short enough to be read. */
    static void slowJsonOfAnEditor(AttackContext context) throws IOException {
        String token = context.token(CallerKind.EDITOR);
        ManyConnections.of(context.scaled(MANY), PER_SECOND)
                .saying(head("POST", TestBed.ATTACKED.endpoints(), "application/json", AttackContext.BODY, token) + "{")
                .thenSaying(" ", SECOND)
                .hold(context);
    }

    /** All but the last bytes of bodies, by a team that has a role elsewhere only, on a route that any team may call. */
    static void slowJsonOfAStranger(AttackContext context) {
        String token = context.token(CallerKind.STRANGER);
        String path = "/projects/" + TestBed.ATTACKED.project() + "/access-requests";
        ManyConnections.of(320, PER_SECOND)
                .saying(head("POST", path, "application/json", AttackContext.BODY, token) + "{\"reason\":\""
                        + "x".repeat(AttackContext.BODY - 100))
                .holdFrom(AttackContext.ADDRESSES, context);
    }

    static void pipelinedAndNeverRead(AttackContext context) throws IOException {
        String twenty = "GET /problems HTTP/1.1\r\nHost: gateway\r\n\r\n".repeat(20);
        ManyConnections.of(context.scaled(200), PER_SECOND)
                .saying(twenty)
                .thenSaying(twenty, Duration.ofMillis(100))
                .notReading()
                .hold(context);
    }

    static void keptAlive(AttackContext context) throws IOException {
        ManyConnections.of(context.scaled(ALL), PER_SECOND)
                .saying("GET /livez HTTP/1.1\r\nHost: gateway\r\n\r\n")
                .hold(context);
    }

    static void keptAliveByAViewer(AttackContext context) throws IOException {
        String request =
                RawRequest.get("/projects").as(context.token(CallerKind.VIEWER)).text();
        ManyConnections.of(context.scaled(ALL), PER_SECOND).saying(request).hold(context);
    }

    private static String head(String method, String target, String type, int length, String token) {
        return method + " " + target + " HTTP/1.1\r\nHost: gateway\r\nContent-Type: " + type + "\r\nContent-Length: "
                + length + "\r\n" + (token.isEmpty() ? "" : "Authorization: Bearer " + token + "\r\n") + "\r\n";
    }
}
