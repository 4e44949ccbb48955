package dev.linkgate.harness.attack;

import dev.linkgate.gateway.core.access.RouteList;
import dev.linkgate.harness.crash.Names;
import dev.linkgate.wire.RawConnection;
import dev.linkgate.wire.RawRequest;
import dev.linkgate.wire.RawResponse;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.http.server.PathContainer;
import org.springframework.web.util.pattern.PathPatternParser;

/** Every path with every verb by every caller, written in every way that might get around the table of routes. */
final class RouteMatrix {

    private static final int THREADS = 4;
    private static final int ALL = 60_000;
    private static final List<String> VERBS =
            List.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "get", "LINK");

    /** Refused before the caller is identified. */
    private static final List<String> ODD_VERBS = List.of("TRACE", "get", "LINK");

    /** The values of the path variables. They name no resource that others need. */
    private static final Map<String, String> VALUES = Map.ofEntries(
            Map.entry("projectId", TestBed.ATTACKED.project().value()),
            Map.entry("linkId", TestBed.ATTACKED.link().value()),
            Map.entry("interfaceEndpointId", Names.endpoint()),
            Map.entry("cloudProvider", "AWS"),
            Map.entry("operationId", "op_00000000000000000000000000"),
            Map.entry("code", "not-found"),
            Map.entry("name", "matrix"),
            Map.entry("team", "matrix"),
            Map.entry("identity", "matrix"),
            Map.entry("keyId", "abcdefghijkl"),
            Map.entry("findingId", "write:0"),
            Map.entry("requestId", "ar_00000000000000000000000000000000"),
            Map.entry("sequence", "1"),
            Map.entry("groupName", "matrix"),
            Map.entry("orgId", TestBed.ELSEWHERE.link().value()),
            Map.entry("clusterName", "matrix"));

    private static final PathPatternParser PATTERNS = new PathPatternParser();

    private final AttackContext context;
    private final List<RouteList.Entry> routes = RouteList.entries();

    private record Try(String path, String verb, CallerKind caller, PathTrick trick) {}

    private RouteMatrix(AttackContext context) {
        this.context = context;
    }

    static void run(AttackContext context) {
        RouteMatrix matrix = new RouteMatrix(context);
        List<Try> tries = matrix.tries();
        AtomicInteger next = new AtomicInteger();
        int count = Math.min(tries.size(), context.scaled(ALL));
        try (ExecutorService threads = context.threads()) {
            for (int i = 0; i < THREADS; i++) {
                threads.execute(() -> matrix.run(tries, next, count));
            }
        }
        context.seen().saw("tries " + Math.min(next.get(), count) + " of " + tries.size());
    }

    /** All without a trick, then those with one, in any order. */
    private List<Try> tries() {
        List<Try> plain = new ArrayList<>();
        List<Try> tricky = new ArrayList<>();
        for (String path : routes.stream().map(RouteMatrix::path).distinct().toList()) {
            for (String verb : VERBS) {
                for (CallerKind caller : CallerKind.values()) {
                    for (PathTrick trick : PathTrick.values()) {
                        (trick == PathTrick.NONE ? plain : tricky).add(new Try(path, verb, caller, trick));
                    }
                }
            }
        }
        Random random = new Random(context.seed());
        Collections.shuffle(plain, random);
        Collections.shuffle(tricky, random);
        plain.addAll(tricky);
        return plain;
    }

    static String path(RouteList.Entry route) {
        String path = route.pattern().replace("**", "index.html");
        if (path.startsWith("/admin/projects")) {
            path = path.replace("{projectId}", TestBed.ELSEWHERE.link().value());
        }
        for (Map.Entry<String, String> value : VALUES.entrySet()) {
            path = path.replace("{" + value.getKey() + "}", value.getValue());
        }
        return path;
    }

    private void run(List<Try> tries, AtomicInteger next, int count) {
        @Nullable RawConnection kept = null;
        for (int i = next.getAndIncrement(); i < count && !context.over(); i = next.getAndIncrement()) {
            Try each = tries.get(i);
            try {
                if (each.caller().isKnown()) {
                    RawConnection used = kept == null ? context.connect() : kept;
                    kept = null;
                    kept = ask(each, used) ? used : null;
                } else {
                    try (RawConnection own = context.connectFromAnywhere(new Random(context.seed() + i))) {
                        ask(each, own);
                    }
                }
            } catch (IOException e) {
                context.seen().saw("closed");
            }
        }
        if (kept != null) {
            kept.close();
        }
    }

    /** @return whether the connection can be used again; it is closed if not, because it can be an endless stream */
    private boolean ask(Try each, RawConnection connection) throws IOException {
        String target = each.trick().applied(each.path());
        RawRequest request = RawRequest.of(each.verb(), target).as(context.token(each.caller()));
        boolean hasBody = List.of("POST", "PUT", "PATCH").contains(each.verb());
        boolean again = false;
        try {
            RawResponse answer = connection.ask(hasBody ? request.json("{}") : request);
            check(each, answer);
            again = !answer.isStream() && !answer.header("connection").equals("close");
        } finally {
            if (!again) {
                connection.close();
            }
        }
        return again;
    }

    private void check(Try each, RawResponse answer) {
        int status = answer.status();
        context.seen().answered(status);
        @Nullable Predicate<CallerKind> admitted = admitted(each);
        boolean granted = admitted != null && admitted.test(each.caller());
        String wrong = Exchange.wrongIn(answer, each.verb().equals("HEAD"));
        if (status >= 500) {
            wrong = "a " + status;
        } else if (status < 400 && !granted) {
            wrong = "let in";
        } else if (each.trick() == PathTrick.NONE && wrong.isEmpty()) {
            wrong = wrongWithoutTrick(each, status, admitted != null, granted);
        }
        if (!wrong.isEmpty()) {
            context.seen().violated(wrong, each + " -> " + answer);
        }
    }

    private static String wrongWithoutTrick(Try each, int status, boolean accepted, boolean granted) {
        if (ODD_VERBS.contains(each.verb())) {
            return status == 400 || status == 401 || status == 403 || status == 405 ? "" : "an odd verb";
        }
        if (each.path().startsWith("/api/oauth/")) { // no bearer is a client of OAuth, and the body is no form
            return status == 400 || status == 401 || status == 429 ? "" : "let in without a client";
        }
        boolean refused = status == 401 || status == 403 || status == 405;
        if (granted) {
            return refused ? "refused" : "";
        }
        boolean limited = !each.caller().isKnown() && status == 429;
        boolean ofAtlas = each.path().startsWith("/api/atlas");
        if (accepted && ofAtlas && status == 400) { // a word of another route where an id belongs
            return "";
        }
        int wanted = !each.caller().isKnown() ? 401 : accepted || ofAtlas ? 403 : 405;
        return status == wanted || limited ? "" : "not a " + wanted;
    }

    /**
     * The callers that the table admits; none if the path does not accept the verb. A path can fit the pattern of
     * another route with a variable, as {@code endpointService} fits the id of a link.
     */
    private @Nullable Predicate<CallerKind> admitted(Try each) {
        String verb = each.verb().equals("HEAD") ? "GET" : each.verb();
        PathContainer path = PathContainer.parsePath(each.path());
        return routes.stream()
                .filter(route -> route.method().equals(verb))
                .filter(route -> PATTERNS.parse(route.pattern()).matches(path))
                .min(Comparator.comparing(route -> PATTERNS.parse(route.pattern())))
                .map(route -> admitted(route.needs()))
                .orElse(null);
    }

    private static Predicate<CallerKind> admitted(String needs) {
        return switch (needs) {
            case "NOTHING" -> caller -> caller.mayOn(CallerKind.NOBODY);
            case "IDENTITY" -> caller -> caller.mayOn(CallerKind.STRANGER);
            case "TEAM_KEY" -> CallerKind::hasTeamKey;
            case "APPROVER" -> caller -> caller.mayOn(CallerKind.OWNER) || caller.mayOn(CallerKind.ACCESS);
            default ->
                caller -> Stream.of(needs.split("\\|", -1)).anyMatch(one -> caller.mayOn(CallerKind.valueOf(one)));
        };
    }
}
