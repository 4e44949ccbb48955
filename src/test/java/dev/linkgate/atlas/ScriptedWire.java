package dev.linkgate.atlas;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.springframework.http.HttpHeaders;

/** Sends a test's answers, and counts. */
final class ScriptedWire implements AtlasChannel {

    private final AtomicInteger requests = new AtomicInteger();
    private volatile Function<AtlasRequest, AtlasResponse> script = request -> answer(200, "{}");

    static AtlasResponse answer(int status, String body, String... headers) {
        HttpHeaders all = new HttpHeaders();
        for (int i = 0; i < headers.length; i += 2) {
            all.set(headers[i], headers[i + 1]);
        }
        return new AtlasResponse(status, all, body, new RequestSecrets(Requests.get("/x"), all));
    }

    void answers(Function<AtlasRequest, AtlasResponse> next) {
        script = next;
    }

    void answers(int status) {
        answers(request -> answer(status, ""));
    }

    int requests() {
        return requests.get();
    }

    @Override
    public AtlasResponse exchange(AtlasRequest request) {
        requests.incrementAndGet();
        return script.apply(request);
    }
}
