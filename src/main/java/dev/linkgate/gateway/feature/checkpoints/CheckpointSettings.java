package dev.linkgate.gateway.feature.checkpoints;

import dev.linkgate.kernel.LowercaseHex;
import dev.linkgate.kernel.SettingBounds;
import dev.linkgate.kernel.StartRefused;
import dev.linkgate.transparency.NoteKey;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * By which name and when the audit trail is signed, and where its checkpoints are held.
 *
 * @param origin the name of the log in its checkpoints and of its keys, as a URL without a scheme; it is fixed when the
 *     first key is made, and is then made up if it is not set
 * @param checkpointInterval from one checkpoint of the gateway, all replicas together, to the next, if there are new
 *     records; zero makes none unasked
 * @param checkpointDir the directory that gets a file for each checkpoint, and is compared with the database; best on
 *     another machine than the database. Absent: none
 */
@ConfigurationProperties("linkgate.audit")
record CheckpointSettings(
        @Nullable String origin,
        @DefaultValue("5m") Duration checkpointInterval,
        @Nullable Path checkpointDir) {

    private static final int MAX_LENGTH = 200;
    private static final int RANDOM_BYTES = 8;
    private static final Duration SHORTEST_PAUSE = Duration.ofSeconds(1);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);

    /** @throws StartRefused if no key can have this name, or the interval is negative */
    CheckpointSettings {
        origin = origin == null || origin.isBlank() ? null : origin;
        if (origin != null && (origin.length() > MAX_LENGTH || !NoteKey.isName(origin))) {
            throw new StartRefused(
                    "linkgate.audit.origin must have from 1 to " + MAX_LENGTH
                            + " characters, without spaces, plus signs and control characters.",
                    "Set it to a name such as linkgate.example.com/trail, or leave it out.");
        }
        SettingBounds.requireNotNegative("linkgate.audit.checkpoint-interval", checkpointInterval);
    }

    /** The time from one look for what is due to the next. A checkpoint can be late by that. */
    Duration pause() {
        if (checkpointInterval.isZero() || checkpointInterval.compareTo(LONGEST_PAUSE) > 0) {
            return LONGEST_PAUSE;
        }
        return checkpointInterval.compareTo(SHORTEST_PAUSE) < 0 ? SHORTEST_PAUSE : checkpointInterval;
    }

    /** The origin of a database without keys. */
    String firstOrigin() {
        if (origin != null) {
            return origin;
        }
        return "linkgate/" + LowercaseHex.random(RANDOM_BYTES);
    }
}
