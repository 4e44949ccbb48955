package dev.linkgate.harness.attack;

import dev.linkgate.harness.attack.HostileAtlas.Answer;
import dev.linkgate.harness.crash.Names;
import dev.linkgate.harness.crash.Place;
import dev.linkgate.wire.RawConnection;
import dev.linkgate.wire.RawRequest;
import dev.linkgate.wire.RawResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.stream.Stream;

/** Reads and writes of a project for which Atlas sends faulty answers, with the credential of the working team, too. */
final class FaultyAtlas {

    /** The limit in bytes: more than any honest answer has. */
    private static final int LONGEST_ANSWER = 64 << 10;

    private static final int PATIENCE_MILLIS = 2_500;
    private static final int SHORT_PATIENCE_MILLIS = 500;

    private FaultyAtlas() {}

    static void bodies(AttackContext context) {
        run(context, HostileAnswers.bodies());
    }

    static void protocol(AttackContext context) {
        run(context, HostileAnswers.protocol());
    }

    private static void run(AttackContext context, Map<String, Answer> answers) {
        String key = context.bed().newTeam("faulty", "owner", TestBed.ATTACKED);
        Duration each = context.time().dividedBy(answers.size());
        answers.forEach((what, answer) -> play(context, what, answer, each, key));
    }

    /** Asks for all that a team can ask for, again and again. */
    private static void play(AttackContext context, String what, Answer answer, Duration time, String key) {
        context.bed().hostileAtlas().says(answer);
        long end = System.nanoTime() + time.toNanos();
        try (ExecutorService threads = context.threads()) {
            for (RawRequest request : requests(TestBed.ATTACKED)) {
                threads.execute(() -> {
                    do {
                        ask(context, what, request.as(key));
                    } while (System.nanoTime() - end < 0);
                });
            }
        }
    }

    /** Twice each. */
    private static List<RawRequest> requests(Place place) {
        List<RawRequest> once = List.of(
                RawRequest.get(place.linkPath()),
                RawRequest.get(place.endpoints() + "?itemsPerPage=500"),
                RawRequest.get(place.endpoint(TestBed.PENDING)),
                RawRequest.get(place.project("/links")),
                RawRequest.of("POST", place.endpoints()).json("{\"interfaceEndpointId\":\"" + Names.endpoint() + "\"}"),
                RawRequest.of("PUT", place.endpoint(Names.endpoint())),
                RawRequest.of("DELETE", place.endpoint(TestBed.PENDING) + "?allowLinkRemoval=true"));
        return Stream.concat(once.stream(), once.stream())
                .map(request -> request.with("Cache-Control: no-cache"))
                .toList();
    }

    private static void ask(AttackContext context, String what, RawRequest request) {
        try (RawConnection connection = context.connect()) {
            connection.patience(context.isMeasured() ? PATIENCE_MILLIS : SHORT_PATIENCE_MILLIS);
            RawResponse answer = connection.ask(request);
            context.seen().answered(answer.status());
            String wrong = Exchange.wrongIn(answer, false);
            if (answer.body().length() > LONGEST_ANSWER && !what.equals("20,000 ids")) {
                wrong = "a long answer";
            }
            if (!wrong.isEmpty()) {
                context.seen().violated(what + ": " + wrong, request + " -> " + answer);
            }
        } catch (IOException e) {
            context.seen().saw("no answer in time");
        }
    }
}
