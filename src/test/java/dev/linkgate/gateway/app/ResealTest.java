package dev.linkgate.gateway.app;

import static dev.linkgate.gateway.app.AnswerAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.linkgate.gateway.core.platform.encryption.KeyRing;
import dev.linkgate.gateway.core.platform.store.TestDatabase;
import dev.linkgate.kernel.ProjectId;
import dev.linkgate.kernel.StartRefused;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.boot.SpringApplication;

/** What happens after the master key was lost. */
@Tag("harness")
class ResealTest {

    private static final String OTHER_KEY = "linkgate.master-key=" + KeyRing.generate();

    /** One command, after which one start has all rights, and the gateway's own keys are new. */
    @ParameterizedTest
    @EnumSource
    void oneCommandTakesOverWhatHasNoSeal(TestDatabase database) {
        try (Gateway gateway = Gateway.start(database)) {
            ProjectId project = Scene.newProject();
            NewTeam team = NewTeam.in(gateway).may("editor", project);
            assertThat(gateway.administrator().get("/admin/audit/checkpoint")).isOk();
            gateway.context().close();

            assertThatThrownBy(() -> gateway.anotherWith(OTHER_KEY))
                    .rootCause()
                    .isInstanceOf(StartRefused.class)
                    .hasMessageContaining("is missing");
            assertThatThrownBy(() -> gateway.anotherWith(OTHER_KEY, "reseal=yes"))
                    .isInstanceOf(SpringApplication.AbandonedRunException.class);

            try (Gateway after = gateway.anotherWith(OTHER_KEY)) {
                assertThat(after.as(team.key()).get("/keys/current")).has("/team", team.name());
                assertThat(after.administrator().get("/admin/access")).hasNo("/unsealed/0");
                assertThat(after.administrator().post("/admin/audit/verification", ""))
                        .has("/valid", true)
                        .hasNo("/rights/0");
                assertThat(after.administrator().get("/admin/audit?action=rights.reseal&limit=1"))
                        .has("/results/0/result", "SUCCEEDED");
                assertThat(after.administrator().get("/admin/audit/checkpoint")).isOk();
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void aDryRunChangesNothing(TestDatabase database) {
        try (Gateway gateway = Gateway.start(database)) {
            NewTeam team = NewTeam.in(gateway);
            gateway.database()
                    .sql("UPDATE api_key SET expires_at = 9 WHERE id = ?")
                    .param(team.keyId())
                    .update();
            gateway.context().close();

            assertThatThrownBy(() -> gateway.anotherWith("reseal=dry-run"))
                    .isInstanceOf(SpringApplication.AbandonedRunException.class);

            try (Gateway after = gateway.another()) {
                assertThat(after.administrator().get("/admin/access")).has("/unsealed/0/name", team.keyId());
            }
        }
    }
}
