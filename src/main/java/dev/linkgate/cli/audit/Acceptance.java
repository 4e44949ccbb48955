package dev.linkgate.cli.audit;

import dev.linkgate.transparency.GivenUpCheckpoint;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * That an administrator has accepted a rollback, as a record says it.
 *
 * @param record its sequence
 */
record Acceptance(long record, GivenUpCheckpoint checkpoint) {

    /** What each of these records contains. */
    static final byte[] MARK = "\"action\":\"audit.accept-rollback\"".getBytes(StandardCharsets.US_ASCII);

    private static final JsonMapper JSON = JsonMapper.builder().build();

    /**
     * Only a signature of the gateway counts: an attacker who can write to the database can add a record.
     *
     * @param line a record
     */
    static Optional<Acceptance> of(String line, VerifierKeys keys) {
        JsonNode record = JSON.readTree(line);
        String lostSince = record.at("/change/after/lostSince").asString(null);
        try {
            GivenUpCheckpoint givenUp = new GivenUpCheckpoint(
                    record.at("/change/after/givenUpBy").asString(""),
                    Long.parseLong(record.at("/target/name").asString("")),
                    record.at("/change/before/root").asString(""),
                    Instant.parse(record.at("/change/after/givenUpAt").asString("")),
                    record.at("/change/after/keptSize").asLong(0),
                    record.at("/change/after/keptRoot").asString(""),
                    lostSince == null ? null : Instant.parse(lostSince));
            return keys.haveSigned(givenUp, record.at("/change/after/signature").asString(""))
                    ? Optional.of(new Acceptance(record.at("/sequence").asLong(), givenUp))
                    : Optional.empty();
        } catch (NumberFormatException | DateTimeException e) {
            return Optional.empty(); // an intent
        }
    }
}
