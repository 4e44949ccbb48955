package dev.linkgate.gateway.credential;

import dev.linkgate.kernel.StartRefused;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The stored secrets whose master key this replica lacks. Whoever gave it other keys meant another database or made a
 * mistake, so it must not start: it could serve no project of theirs, and what it stored no other replica could read.
 */
record MissingKeys(List<CredentialRow> needing, KeyRing keys) {

    static MissingKeys of(List<CredentialRow> rows, KeyRing keys) {
        return new MissingKeys(
                rows.stream().filter(row -> keys.lacksKeyOf(row.ciphertext())).toList(), keys);
    }

    /** @throws StartRefused if there are any; it names all of them */
    void refuseStart() {
        if (needing.isEmpty()) {
            return;
        }
        String names = needing.stream()
                .map(row -> "'" + row.name() + "'")
                .collect(Collectors.joining(", ")); // of plain letters
        throw new StartRefused(
                needing.stream()
                        .map(row -> UnreadableSecret.about(row.name(), keys.reason(row.ciphertext())))
                        .collect(Collectors.joining("\n")),
                "Nothing was changed. Add the key of that id to the end of linkgate.master-key (LINKGATE_MASTER_KEY); a"
                        + " generated one is in the file master-key of the data directory. If the key is lost, run this"
                        + " in the database, start, and store the credentials again: UPDATE credential SET ciphertext ="
                        + " '' WHERE name IN (" + names + ");");
    }
}
