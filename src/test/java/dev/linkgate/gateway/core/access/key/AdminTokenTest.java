package dev.linkgate.gateway.core.access.key;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.linkgate.gateway.core.platform.store.DataDirectory;
import dev.linkgate.kernel.Secret;
import dev.linkgate.kernel.StartRefused;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AdminTokenTest {

    @TempDir
    Path directory;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "aaaaaaaaaaaaaaaaaaaaaaaa",
                "abababababababababababab",
                "0000000000000000000000000000000000000001",
                "passwordpasswordpassword",
                "changemechangemechangeme",
                "administratoradministrator",
                "123456789012345678901234",
                "abcdefghijklabcdefghijklabcdefghijk",
                "        admin           "
            })
    void whatIsEasyToGuessIsRefused(String token) {
        StartRefused refusal = catchThrowableOfType(StartRefused.class, () -> adminToken(token));

        assertThat(refusal).hasMessageContaining("easy to guess");
        assertThat(refusal.getMessage() + refusal.action())
                .contains("LINKGATE_ADMIN_TOKEN")
                .doesNotContain(token);
    }

    @Test
    void randomTokenIsAccepted() {
        Random random = new Random(4711);
        for (int i = 0; i < 1_000; i++) {
            byte[] bytes = new byte[16];
            random.nextBytes(bytes);
            String hex = HexFormat.of().formatHex(bytes);
            assertThatCode(() -> adminToken(hex)).as(hex).doesNotThrowAnyException();
        }
    }

    @Test
    void generatedTokenIsAcceptedAndKept() {
        AdminToken first = adminToken("");
        String generated = new DataDirectory(directory).generated("admin-token", () -> "");

        assertThat(first.is(Secret.of(generated))).isTrue();
        assertThat(adminToken("").is(Secret.of(generated))).isTrue();
    }

    @Test
    void aTokenThatIsTurnedOffIsNone() {
        AdminToken off = new AdminToken("", false, "jdbc:sqlite:", new DataDirectory(directory));

        assertThat(off.isEnabled()).isFalse();
        assertThat(off.is(Secret.of(""))).isFalse();
        assertThat(directory).isEmptyDirectory();
        assertThat(new AdminToken("whatever is given", false, "jdbc:sqlite:", new DataDirectory(directory))
                        .is(Secret.of("whatever is given")))
                .isFalse();
    }

    /** Its replicas would each make another one. */
    @Test
    void noneIsGeneratedBesideAServer() {
        StartRefused refusal = catchThrowableOfType(StartRefused.class, () -> adminToken("", true));

        assertThat(refusal.action()).contains("LINKGATE_ADMIN_TOKEN", "LINKGATE_ADMIN_TOKEN_ENABLED=false");
        assertThat(directory).isEmptyDirectory();
        assertThat(adminToken("", false).isEnabled()).isFalse();
    }

    private AdminToken adminToken(String given, boolean enabled) {
        return new AdminToken(given, enabled, "jdbc:postgresql://localhost/linkgate", new DataDirectory(directory));
    }

    private AdminToken adminToken(String given) {
        return new AdminToken(given, true, "jdbc:sqlite:", new DataDirectory(directory));
    }
}
