package dev.linkgate.harness.partition;

import dev.linkgate.sandbox.log.AppliedWrite;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Compares the trail, Atlas and the receipts, when all is over. */
final class Check {

    private final Bed bed;
    private final List<String> receipts;
    private final Set<String> records = new HashSet<>();

    /** The number of writes that each request has announced. */
    private final Map<String, Integer> intents = new HashMap<>();

    Check(Bed bed) {
        this.bed = bed;
        this.receipts = bed.calls().receipts(); // without that of the export, which is not in it
        JsonMapper json = JsonMapper.builder().build();
        bed.export().lines().map(json::readTree).forEach(this::add);
    }

    private void add(JsonNode record) {
        records.add(record.at("/sequence").asString() + ":" + record.at("/hash").asString());
        if (record.at("/phase").asString().equals("INTENT")) {
            intents.merge(record.at("/requestId").asString(), 1, Integer::sum);
        }
    }

    /**
     * The times of the commits by the database's own clock. A record may come later than what it tells, and has the
     * time of the replica.
     */
    private List<Instant> commitsOfKeys(Guest guest) {
        return bed.database()
                .sql("SELECT pg_xact_commit_timestamp(xmin) FROM api_key WHERE team = ?")
                .param(guest.name())
                .query((row, number) -> row.getTimestamp(1).toInstant())
                .list();
    }

    /** @param guests by the name of their phase */
    void run(Map<String, Guest> guests) {
        guests.forEach((phase, guest) -> commitsOfKeys(guest).stream()
                .filter(guest::hasEndedBefore)
                .forEach(late ->
                        bed.findings().violated(phase, "key made without a right", guest.name() + " at " + late)));
        receipts.stream()
                .filter(receipt -> !records.contains(receipt))
                .forEach(receipt -> bed.findings().violated("receipt without a record", receipt));
        List<AppliedWrite> writes = bed.atlas().log().applied();
        writes.stream()
                .filter(write ->
                        write.method().equals("POST") && !write.endpoint().isEmpty())
                .collect(Collectors.groupingBy(AppliedWrite::endpoint))
                .forEach((endpoint, additions) -> {
                    if (additions.size() > 1) {
                        bed.findings().violated("addition carried out twice", endpoint + ": " + additions);
                    }
                });
        Map<String, Integer> done = new HashMap<>();
        for (AppliedWrite write : writes) {
            String request =
                    write.traceparent().isEmpty() ? "" : write.traceparent().split("-", -1)[1];
            if (!request.isEmpty() && done.merge(request, 1, Integer::sum) > intents.getOrDefault(request, 0)) {
                bed.findings().violated("write without an intent", write.toString());
            }
        }
    }
}
