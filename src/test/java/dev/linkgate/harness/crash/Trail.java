package dev.linkgate.harness.crash;

import dev.linkgate.gateway.app.Answer;
import dev.linkgate.gateway.app.Caller;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The final audit trail, compared with the knowledge of callers and Atlas. */
public final class Trail {

    private final List<String> hashes = new ArrayList<>();
    private final List<Outcome> outcomes = new ArrayList<>();
    private final Map<Key, List<Instant>> intents = new HashMap<>();
    private final Map<Write, Deque<Long>> open = new LinkedHashMap<>();

    /**
     * The common parts of an intent and a write.
     *
     * @param requestId of the caller's request; empty for the gateway's own work
     */
    private record Key(String requestId, AtlasCall call, String project, String link, String endpoint) {}

    /** The common parts of an intent and its outcome. */
    private record Write(String requestId, String action, String link, String endpoint) {}

    /**
     * How a request's write of an endpoint ended.
     *
     * @param result as in the record, such as {@code SUCCEEDED}
     */
    public record Outcome(String requestId, String endpoint, String result) {}

    /** Reads all of it. */
    public static Trail of(Caller administrator) {
        JsonMapper json = JsonMapper.builder().build();
        Trail trail = new Trail();
        administrator
                .with("Accept", "application/x-ndjson")
                .get("/admin/audit")
                .body()
                .lines()
                .map(json::readTree)
                .forEach(trail::add);
        return trail;
    }

    private void add(JsonNode entry) {
        hashes.add(entry.at("/hash").asString());
        follow(entry);
        if (!entry.at("/phase").asString().equals("INTENT")) {
            return;
        }
        String request = entry.at("/requestId").asString();
        String own = request.startsWith("op_") ? "" : request;
        AtlasCall.ofAction(entry.at("/action").asString()).ifPresent(call -> {
            Key key = new Key(
                    own,
                    call,
                    entry.at("/projectId").asString(""),
                    entry.at("/linkId").asString(""),
                    entry.at("/interfaceEndpointId").asString(""));
            intents.computeIfAbsent(key, unseen -> new ArrayList<>())
                    .add(Instant.parse(entry.at("/time").asString()));
        });
    }

    /**
     * Pairs outcomes with intents. The outcome of a settlement has no intent of its own; the intent of a creation does
     * not know the link yet.
     */
    private void follow(JsonNode entry) {
        String action = entry.at("/action").asString();
        Write write = new Write(
                entry.at("/requestId").asString(),
                action,
                action.equals("link.create") ? "" : entry.at("/linkId").asString(""),
                entry.at("/interfaceEndpointId").asString(""));
        Deque<Long> before = open.computeIfAbsent(write, unseen -> new ArrayDeque<>());
        switch (entry.at("/phase").asString()) {
            case "INTENT" -> before.add(entry.at("/sequence").asLong());
            case "OUTCOME" -> {
                before.poll();
                if (!write.endpoint().isEmpty()) {
                    outcomes.add(new Outcome(
                            write.requestId(),
                            write.endpoint(),
                            entry.at("/result").asString()));
                }
            }
            default -> {}
        }
        if (before.isEmpty()) {
            open.remove(write);
        }
    }

    public boolean hasOpenIntents() {
        return !open.isEmpty();
    }

    /** All outcomes of writes of endpoints. */
    public List<Outcome> outcomes() {
        return List.copyOf(outcomes);
    }

    /** Each intent has an outcome. */
    void holdOutcomes(Consumer<String> violated) {
        open.forEach((write, sequences) -> violated.accept("no outcome of " + write + ", intents " + sequences));
    }

    long records() {
        return hashes.size();
    }

    /** A receipt's record stays unchanged. */
    void hold(Iterable<String> receipts, Consumer<String> violated) {
        for (String receipt : receipts) {
            String[] parts = receipt.split(":", -1);
            int index = Integer.parseInt(parts[0]) - 1;
            if (index >= hashes.size() || !hashes.get(index).equals(parts[1])) {
                violated.accept("the trail does not have the record of receipt " + receipt);
            }
        }
    }

    /** Every write has its own intent before it. */
    public void holdWrites(List<HarnessAtlas.Write> writes, Consumer<String> violated) {
        Map<Key, Integer> seen = new HashMap<>();
        for (HarnessAtlas.Write write : writes) {
            Key key = new Key(write.requestId(), write.call(), write.project().value(), write.link(), write.endpoint());
            int nth = seen.merge(key, 1, Integer::sum);
            List<Instant> there = intents.getOrDefault(key, List.of());
            if (there.size() < nth || there.get(nth - 1).isAfter(write.at())) {
                violated.accept("no intent before write " + write + ", but " + there);
            }
        }
    }

    /** Asks the gateway itself whether its chain holds. */
    public static void verify(Caller administrator, Consumer<String> violated) {
        Answer answer = administrator.post("/admin/audit/verification", "");
        if (answer.status() != 200 || !answer.json().at("/valid").asBoolean()) {
            violated.accept("the chain does not verify: " + answer);
        }
    }
}
