package dev.linkgate.gateway.core.trail.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.linkgate.gateway.core.platform.request.Actor;
import dev.linkgate.gateway.core.platform.request.LinkgateException;
import dev.linkgate.gateway.core.platform.request.ProblemCode;
import dev.linkgate.gateway.core.platform.store.TestDatabase;
import dev.linkgate.gateway.core.trail.record.Entry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.health.contributor.Status;
import org.springframework.util.unit.DataSize;

/** A disk that is said to be full; {@code FullDiskTest} has one that is. */
class DiskSpaceTest {

    private static final DataSize LIMIT = DataSize.ofMegabytes(64);

    @TempDir
    private Path directory;

    private volatile long usable;
    private DiskSpace space;
    private AuditFixture audit;

    @BeforeEach
    void open() {
        space = new DiskSpace(directory, LIMIT, path -> usable);
        audit = new AuditFixture(TestDatabase.SQLITE.migrated(), AuditFixture.SETTINGS, BatchQueue.Bounds.USUAL, space);
    }

    @AfterEach
    void close() {
        audit.close();
    }

    @Test
    void belowTheLimitOnlyTheAdministratorAndOutcomesAreRecorded() {
        usable(LIMIT.toBytes());
        audit.record(AuditFixture.entry("a team"));
        assertThat(new StorageHealth(space).health().getStatus()).isEqualTo(Status.UP);

        usable(LIMIT.toBytes() - 1);
        assertThatExceptionOfType(LinkgateException.class)
                .isThrownBy(() -> audit.record(AuditFixture.entry("a team")))
                .satisfies(e -> {
                    assertThat(e.failure().code()).isEqualTo(ProblemCode.AUDIT_UNAVAILABLE);
                    assertThat(e.failure().detail()).contains("no space left for audit records");
                });
        assertThat(new StorageHealth(space).health().getStatus()).isEqualTo(Status.OUT_OF_SERVICE);
        audit.record(AuditFixture.entry("the administrator", Actor.ADMINISTRATOR));
        assertThat(audit.record(outcome(), Duration.ofSeconds(20))).isPresent();

        usable(LIMIT.toBytes());
        audit.record(AuditFixture.entry("a team"));
        assertThat(new StorageHealth(space).health().getStatus()).isEqualTo(Status.UP);
    }

    @Test
    void reserveHasItsSizeAndIsPrivate() throws IOException {
        usable(LIMIT.toBytes() + DiskSpace.RESERVE_SIZE.toBytes());

        assertThat(reserve()).hasSize(DiskSpace.RESERVE_SIZE.toBytes());
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(reserve())))
                .isEqualTo("rw-------");
    }

    @Test
    void theReserveIsGivenUpForTheAdministratorOnly() {
        usable(LIMIT.toBytes() + DiskSpace.RESERVE_SIZE.toBytes());
        usable(0);
        audit.record(AuditFixture.entry("a team"), Duration.ZERO);
        assertThat(reserve()).exists();

        audit.record(AuditFixture.entry("the administrator", Actor.ADMINISTRATOR));
        assertThat(reserve()).doesNotExist();
    }

    @Test
    void theReserveIsKeptWhileThereIsOtherSpace() {
        usable(LIMIT.toBytes() + DiskSpace.RESERVE_SIZE.toBytes());
        usable(DataSize.ofMegabytes(1).toBytes());
        audit.record(AuditFixture.entry("the administrator", Actor.ADMINISTRATOR));
        assertThat(reserve()).exists();
    }

    @Test
    void reserveReturnsWithFreeSpace() {
        usable(LIMIT.toBytes() + DiskSpace.RESERVE_SIZE.toBytes() - 1);
        assertThat(reserve()).doesNotExist();
        usable(LIMIT.toBytes() + DiskSpace.RESERVE_SIZE.toBytes());
        assertThat(reserve()).exists();
    }

    @Test
    void partialReserveIsCompleted() throws IOException {
        Files.write(reserve(), new byte[1]);
        usable(LIMIT.toBytes() + DiskSpace.RESERVE_SIZE.toBytes());
        assertThat(reserve()).hasSize(DiskSpace.RESERVE_SIZE.toBytes());
    }

    @Test
    void zeroDisablesTheReserve() {
        DiskSpace off = new DiskSpace(directory, DataSize.ofBytes(0), path -> 0);
        off.everySecond();
        assertThat(off.isLow()).isFalse();
        assertThat(directory).isEmptyDirectory();
    }

    private void usable(long bytes) {
        usable = bytes;
        space.everySecond();
    }

    private Path reserve() {
        return directory.resolve(DiskSpace.RESERVE);
    }

    private static Entry outcome() {
        Entry entry = AuditFixture.entry("an outcome");
        return new Entry(
                entry.time(),
                "OUTCOME",
                entry.origin(),
                entry.action(),
                entry.subject(),
                entry.facts(),
                entry.details(),
                entry.about());
    }
}
