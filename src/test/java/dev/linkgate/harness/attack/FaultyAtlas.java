package dev.linkgate.harness.attack;

import static dev.linkgate.gateway.app.Answer.require;

import dev.linkgate.harness.attack.HostileAtlas.Answer;
import dev.linkgate.harness.crash.AtlasProcess;
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

/** Reads and writes of two projects, one for each kind of credential, for which Atlas sends faulty answers. */
final class FaultyAtlas {

    static final String CLIENT_SECRET = "mdb_sa_sk_0123456789abcdefghijklmnopqrstuvwxyz";

    /** The limit in bytes: more than any honest answer has. */
    private static final int LONGEST_ANSWER = 64 << 10;

    private static final int PATIENCE_MILLIS = 2_500;
    private static final int SHORT_PATIENCE_MILLIS = 500;

    /** The credential that the working team's project uses, too. */
    private static final String SHARED = "default";

    /** The project that is bound to a service account. */
    private static final Place WITH_TOKEN = new Place(Names.project(), TestBed.ATTACKED.link());

    private FaultyAtlas() {}

    static void bodies(AttackContext context) {
        run(context, SHARED, HostileAnswers.bodies());
    }

    static void secrets(AttackContext context) {
        run(context, SHARED, HostileAnswers.secrets());
    }

    static void protocol(AttackContext context) {
        run(context, SHARED, HostileAnswers.protocol());
    }

    /** A rejected credential is paused for all requests, so this one is not the working team's. */
    static void refusals(AttackContext context) {
        run(context, "own", HostileAnswers.refusals());
    }

    static void limits(AttackContext context) {
        run(context, SHARED, HostileAnswers.limits());
    }

    private static void run(AttackContext context, String credential, Map<String, Answer> answers) {
        String key = context.bed().newTeam("faulty", "owner", TestBed.ATTACKED);
        context.bed().newTeam("faulty", "owner", WITH_TOKEN);
        Duration each = context.time().dividedBy(answers.size());
        answers.forEach((what, answer) -> {
            bind(context, credential);
            play(context, what, answer, each, key);
        });
    }

    /** Stores credentials that Atlas has not refused yet. */
    private static void bind(AttackContext context, String digest) {
        put(context, "/admin/credentials/own", """
                {"kind":"digest","publicKey":"%s","privateKey":"%s"}""".formatted(AtlasProcess.PUBLIC_KEY, AtlasProcess.PRIVATE_KEY));
        put(context, "/admin/credentials/account", """
                {"kind":"service-account","clientId":"mdb_sa_id_0123456789abcdef","clientSecret":"%s"}""".formatted(CLIENT_SECRET));
        put(context, "/admin/projects/" + TestBed.ATTACKED.project(), """
                {"name":"attacked","credential":"%s"}""".formatted(digest));
        put(context, "/admin/projects/" + WITH_TOKEN.project(), """
                {"name":"with a token","credential":"account"}""");
    }

    private static void put(AttackContext context, String path, String json) {
        require(context.bed().administrator().put(path, json));
    }

    /** Asks for all that a team can ask for, again and again. */
    private static void play(AttackContext context, String what, Answer answer, Duration time, String key) {
        HostileAtlas atlas = context.bed().hostileAtlas();
        atlas.says(answer);
        long end = System.nanoTime() + time.toNanos();
        try (ExecutorService threads = context.threads()) {
            for (RawRequest request : requests()) {
                threads.execute(() -> {
                    do {
                        ask(context, atlas, what, request.as(key));
                    } while (System.nanoTime() - end < 0);
                });
            }
        }
    }

    private static List<RawRequest> requests() {
        return Stream.of(TestBed.ATTACKED, WITH_TOKEN)
                .flatMap(place -> Stream.of(
                        RawRequest.get(place.linkPath()),
                        RawRequest.get(place.endpoints() + "?itemsPerPage=500"),
                        RawRequest.get(place.endpoint(TestBed.PENDING)),
                        RawRequest.get("/projects/" + place.project() + "/links"),
                        RawRequest.of("POST", place.endpoints())
                                .json("{\"interfaceEndpointId\":\"" + Names.endpoint() + "\"}"),
                        RawRequest.of("PUT", place.endpoint(Names.endpoint())),
                        RawRequest.of("DELETE", place.endpoint(TestBed.PENDING) + "?allowLinkRemoval=true")))
                .map(request -> request.with("Cache-Control: no-cache"))
                .toList();
    }

    private static void ask(AttackContext context, HostileAtlas atlas, String what, RawRequest request) {
        try (RawConnection connection = context.connect()) {
            connection.patience(context.isMeasured() ? PATIENCE_MILLIS : SHORT_PATIENCE_MILLIS);
            RawResponse answer = connection.ask(request);
            context.seen().answered(answer.status());
            String wrong = Exchange.wrongIn(answer, false);
            if (answer.body().length() > LONGEST_ANSWER && !what.equals("20,000 ids")) {
                wrong = "a long answer";
            }
            String all = answer.everything();
            if (Stream.concat(atlas.secrets().stream(), Stream.of(CLIENT_SECRET, AtlasProcess.PRIVATE_KEY))
                    .anyMatch(all::contains)) {
                wrong = "a secret";
            }
            if (!wrong.isEmpty()) {
                context.seen().violated(what + ": " + wrong, request + " -> " + answer);
            }
        } catch (IOException e) {
            context.seen().saw("no answer in time");
        }
    }
}
