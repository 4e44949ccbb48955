package dev.linkgate.gateway.core.platform.store;

import static org.assertj.core.api.Assertions.assertThat;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PlainConnectionTest {

    @ParameterizedTest
    @CsvSource({
        "false, 192.0.2.7, true",
        "false, 2001:db8::7, true",
        "true, 192.0.2.7, false",
        "false, 127.0.0.1, false",
        "false, ::1, false",
        "false,, false"
    })
    void onlyAPlainConnectionToAnotherMachineCanBeRead(boolean encrypted, @Nullable String server, boolean readable) {
        assertThat(new PlainConnection.Session(encrypted, server).isReadableOnTheWay())
                .isEqualTo(readable);
    }

    @Test
    void aConnectionOfThisMachineIsAsked() {
        new PlainConnection(TestDatabase.POSTGRESQL.unpooled(), new DatabaseFiles(null)).afterSingletonsInstantiated();
    }
}
