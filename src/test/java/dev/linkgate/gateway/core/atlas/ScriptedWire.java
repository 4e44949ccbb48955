package dev.linkgate.gateway.core.atlas;

import dev.linkgate.gateway.core.atlas.channel.AtlasChannel;
import dev.linkgate.gateway.core.atlas.channel.AtlasRequest;
import dev.linkgate.gateway.core.atlas.channel.AtlasResponse;
import dev.linkgate.gateway.core.atlas.channel.RequestSecrets;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.springframework.http.HttpHeaders;

/** Sends a test's answers, and counts. */
public final class ScriptedWire implements AtlasChannel {

    private final AtomicInteger requests = new AtomicInteger();
    private volatile Function<AtlasRequest, AtlasResponse> script = request -> answer(200, "{}");

    public static AtlasResponse answer(int status, String body, String... headers) {
        HttpHeaders all = new HttpHeaders();
        for (int i = 0; i < headers.length; i += 2) {
            all.set(headers[i], headers[i + 1]);
        }
        return new AtlasResponse(status, all, body, new RequestSecrets(Requests.get("/x"), all));
    }

    public void answers(Function<AtlasRequest, AtlasResponse> next) {
        script = next;
    }

    public void answers(int status) {
        answers(request -> answer(status, ""));
    }

    public int requests() {
        return requests.get();
    }

    @Override
    public AtlasResponse exchange(AtlasRequest request) {
        requests.incrementAndGet();
        return script.apply(request);
    }
}
