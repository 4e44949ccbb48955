package dev.linkgate.gateway.trail.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;

import dev.linkgate.transparency.NoteKey;
import dev.linkgate.transparency.NoteSigner;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class StoredNotesTest {

    private static final StoredCheckpoint ROW = new StoredCheckpoint(3, "root", Instant.EPOCH, "note");

    private final AtomicInteger checks = new AtomicInteger();
    private final AtomicReference<List<NoteKey>> keys = new AtomicReference<>(newKey());
    private Optional<String> fault = Optional.empty();
    private final StoredNotes notes = new StoredNotes(keys::get, row -> {
        checks.incrementAndGet();
        return fault;
    });

    private static List<NoteKey> newKey() {
        return List.of(NoteSigner.generate("log").key());
    }

    private void assertChecked(StoredCheckpoint row, int times) {
        int before = checks.get();
        assertThat(notes.fault(row)).isEqualTo(fault);
        assertThat(checks.get() - before).isEqualTo(times);
    }

    @Test
    void aSignatureIsVerifiedOnce() {
        assertChecked(ROW, 1);
        assertChecked(ROW, 0);
    }

    @Test
    void anAlteredRowIsVerified() {
        assertChecked(ROW, 1);
        assertChecked(new StoredCheckpoint(4, "root", Instant.EPOCH, "note"), 1);
        assertChecked(new StoredCheckpoint(3, "other", Instant.EPOCH, "note"), 1);
        assertChecked(new StoredCheckpoint(3, "root", Instant.EPOCH, "other"), 1);
        assertChecked(new StoredCheckpoint(3, "", Instant.EPOCH, "root\0note"), 1);
    }

    @Test
    void aFaultIsFoundAgain() {
        fault = Optional.of("is not signed");
        assertChecked(ROW, 1);
        assertChecked(ROW, 1);
    }

    @Test
    void otherKeysVerifyAnew() {
        assertChecked(ROW, 1);
        keys.set(newKey());
        assertChecked(ROW, 1);
        assertChecked(ROW, 0);
    }
}
