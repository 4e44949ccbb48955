package dev.linkgate.harness.crash;

import dev.linkgate.gateway.app.Answer;
import dev.linkgate.harness.crash.Client.Told;
import java.util.List;
import java.util.Map;

/** An addition or creation with an idempotency key, and the answer that its caller was given. */
record KeyedPost(Client talk, String path, String body, String key, Answer first) {

    private static final List<String> KEPT = List.of("Location", "ETag", "Audit-Receipt");

    /** Writes once for any number of requests; a repetition must learn an unknown outcome, or adopt the link. */
    static KeyedPost make(Client talk, String path, String body) {
        String key = Names.request();
        Told told = ask(talk, path, body, key);
        boolean settled = told.settled();
        if (settled) {
            told = ask(talk, path, body, key);
        }
        boolean adopted = told.is(200) && (told.uncertain() || settled);
        if (!told.is(201) && !adopted) {
            throw told.unexpected();
        }
        return new KeyedPost(talk, path, body, key, told.answer());
    }

    /** Repeats the request: the answer is the first one, whatever has happened since. */
    void repeat() {
        Answer again = ask(talk, path, body, key).answer();
        boolean same = again.status() == first.status()
                && again.body().equals(first.body())
                && KEPT.stream().allMatch(name -> again.header(name).equals(first.header(name)));
        if (!same || !again.header("Idempotency-Replayed").equals("true")) {
            throw new Violation("not the first answer again: " + first.everything() + "\n but " + again.everything());
        }
    }

    private static Told ask(Client talk, String path, String body, String key) {
        return talk.post(path, body, Map.of("Idempotency-Key", key));
    }
}
