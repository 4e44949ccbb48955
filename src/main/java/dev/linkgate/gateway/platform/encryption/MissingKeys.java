package dev.linkgate.gateway.platform.encryption;

import dev.linkgate.kernel.StartRefused;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/**
 * The stored secrets whose master key this replica lacks. Whoever gave it other keys meant another database or made a
 * mistake, so it must not start: it could serve no project of theirs, and what it stored no other replica could read.
 */
public record MissingKeys(List<EncryptedSecret> needing, KeyRing keys) {

    public static MissingKeys of(List<EncryptedSecret> secrets, KeyRing keys) {
        return new MissingKeys(
                secrets.stream()
                        .filter(secret -> keys.lacksKeyOf(secret.ciphertext()))
                        .toList(),
                keys);
    }

    /**
     * Refuses the start if there are any.
     *
     * @param whenLost makes of their quoted names, of plain letters and digits, what to do if the key is lost
     * @throws StartRefused that names all of them
     */
    public void refuseStart(UnaryOperator<String> whenLost) {
        if (needing.isEmpty()) {
            return;
        }
        String names = needing.stream().map(secret -> "'" + secret.name() + "'").collect(Collectors.joining(", "));
        throw new StartRefused(
                needing.stream()
                        .map(secret -> UnreadableSecret.about(secret.title(), keys.reason(secret.ciphertext())))
                        .collect(Collectors.joining("\n")),
                "Nothing was changed. Add the key of that id to the end of linkgate.master-key (LINKGATE_MASTER_KEY); a"
                        + " generated one is in the file master-key of the data directory. If the key is lost, "
                        + whenLost.apply(names));
    }
}
