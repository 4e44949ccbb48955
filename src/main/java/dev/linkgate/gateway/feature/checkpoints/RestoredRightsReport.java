package dev.linkgate.gateway.feature.checkpoints;

import dev.linkgate.gateway.core.access.key.Principal;
import dev.linkgate.gateway.core.access.principal.Access;
import dev.linkgate.gateway.core.access.principal.AccessSnapshot;
import dev.linkgate.gateway.core.platform.store.DatabaseFiles;
import dev.linkgate.gateway.core.trail.audit.RollbackState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.stereotype.Component;

/**
 * Lists at the start what an older database has brought back: what the restore of a backup has noted, or, if there is
 * no such note and the trail is rolled back, all that is in force.
 */
@Component
class RestoredRightsReport implements SmartInitializingSingleton {

    private static final Logger log = LoggerFactory.getLogger(RestoredRightsReport.class);

    /** The maximum number of entries of a list in the log: more than a person reads. */
    private static final int MOST = 100;

    private final DatabaseFiles files;
    private final RollbackState rollback;
    private final Access access;

    RestoredRightsReport(DatabaseFiles files, RollbackState rollback, Access access) {
        this.files = files;
        this.rollback = rollback;
        this.access = access;
    }

    @Override
    public void afterSingletonsInstantiated() {
        Path note = files.restoreNote();
        if (note != null && Files.isRegularFile(note)) {
            listNoted(note);
        } else if (rollback.reason().isPresent()) {
            listAll();
        }
    }

    /** Until the trail is the one that was signed, or is accepted, each start says it again. */
    private void listNoted(Path note) {
        try (Stream<String> lines = Files.lines(note)) {
            log.warn("A backup was put back:\n{}", lines.limit(MOST).collect(Collectors.joining("\n")));
        } catch (IOException e) {
            log.warn("A backup was put back; {} says what returned with it, and cannot be read", note);
            return;
        }
        if (rollback.reason().isEmpty()) {
            try {
                Files.delete(note);
            } catch (IOException e) {
                log.warn("Cannot remove {}, so the next start says the same again", note);
            }
        }
    }

    private void listAll() {
        AccessSnapshot snapshot = access.snapshot();
        log.warn(
                "The database is older than its checkpoints, so what has ended since may be in force again: {}; {}. Rights"
                        + " can be taken away",
                titled(
                        "teams",
                        access.teams().stream()
                                .map(team -> "%s (%d keys, %d identities, %d grants)"
                                        .formatted(
                                                team.name(),
                                                snapshot.keysOf(Principal.team(team.name()))
                                                        .size(),
                                                snapshot.identitiesOf(Principal.team(team.name()))
                                                        .size(),
                                                access.grants().of(team.name()).size()))
                                .toList()),
                titled(
                        "administrators",
                        access.administrators().stream()
                                .map(each -> "%s %s (%d keys, %d identities)"
                                        .formatted(
                                                each.name(),
                                                each.scopes(),
                                                snapshot.keysOf(Principal.administrator(each.name()))
                                                        .size(),
                                                snapshot.identitiesOf(Principal.administrator(each.name()))
                                                        .size()))
                                .toList()));
    }

    private static String titled(String title, List<String> all) {
        return title + " " + (all.isEmpty() ? "none" : all.stream().limit(MOST).collect(Collectors.joining(", ")))
                + (all.size() > MOST ? " and " + (all.size() - MOST) + " more" : "");
    }
}
