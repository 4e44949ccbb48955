package dev.linkgate.gateway.core.atlas.credential;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.linkgate.CapturesOutput;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.context.ConfigurableApplicationContext;

/** The start as the operator sees it. */
@Tag("harness")
@CapturesOutput
class StartTest {

    private static final String SECRET = "hush-4711-hush";

    @TempDir
    private Path directory;

    @Test
    void aReplacedKeyInTheEnvironmentIsANewVersion() {
        start("--ATLAS_PUBLIC_KEY=abcdefgh", "--ATLAS_PRIVATE_KEY=" + SECRET).close();
        try (ConfigurableApplicationContext gateway =
                start("--ATLAS_PUBLIC_KEY=abcdefgh", "--ATLAS_PRIVATE_KEY=" + SECRET + "-2")) {
            CredentialVault vault = gateway.getBean(CredentialVault.class);
            assertThat(vault.find("default"))
                    .contains(Replica.digestKey(SECRET + "-2").as("default", 2));
            vault.put("default", Replica.digestKey(SECRET + "-3"), CredentialState.UNVERIFIED);
        }
        try (ConfigurableApplicationContext gateway =
                start("--ATLAS_PUBLIC_KEY=abcdefgh", "--ATLAS_PRIVATE_KEY=" + SECRET + "-2")) {
            assertThat(gateway.getBean(CredentialVault.class).find("default"))
                    .as("the one of the API is newer")
                    .contains(Replica.digestKey(SECRET + "-3").as("default", 3));
        }
    }

    @Test
    void emptyVariablesAreNone() {
        try (ConfigurableApplicationContext gateway = start("--ATLAS_PUBLIC_KEY=", "--ATLAS_PRIVATE_KEY=")) {
            assertThat(gateway.getBean(CredentialVault.class).find("default")).isEmpty();
        }
    }

    @Test
    void halfAKeyIsRefused(CapturedOutput output) {
        assertRefused(output, "ATLAS_PRIVATE_KEY is set, but ATLAS_PUBLIC_KEY is not", "--ATLAS_PRIVATE_KEY=" + SECRET);
    }

    @Test
    void theOtherHalfIsRefusedToo(CapturedOutput output) {
        assertRefused(output, "ATLAS_PUBLIC_KEY is set, but ATLAS_PRIVATE_KEY is not", "--ATLAS_PUBLIC_KEY=abcdefgh");
    }

    @Test
    void aKeyWithALineFeedIsRefused(CapturedOutput output) {
        assertRefused(
                output,
                "ATLAS_PRIVATE_KEY must be one line of visible characters",
                "--ATLAS_PUBLIC_KEY=abcdefgh",
                "--ATLAS_PRIVATE_KEY=" + SECRET + "\n");
    }

    @Test
    void aBadMasterKeyIsRefusedAndNotShown(CapturedOutput output) {
        assertRefused(output, "entry 1 of 1): it is not base64", "--linkgate.master-key=" + SECRET);
    }

    private void assertRefused(CapturedOutput output, String reason, String... arguments) {
        assertThatThrownBy(() -> start(arguments)).hasStackTraceContaining(reason);
        assertThat(output).contains("APPLICATION FAILED TO START", reason, "Action:");
        assertThat(output).doesNotContain(SECRET);
    }

    private ConfigurableApplicationContext start(String... arguments) {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.add("--linkgate.data-dir=" + directory);
        return new SpringApplicationBuilder(AdministrationSlice.class)
                .web(WebApplicationType.NONE)
                .run(all.toArray(String[]::new));
    }
}
