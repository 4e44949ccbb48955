package dev.linkgate.gateway.app;

import static dev.linkgate.gateway.app.AnswerAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import dev.linkgate.gateway.core.platform.store.TestDatabase;
import java.util.Base64;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A master key is added, all is encrypted with it, and the old one is retired. */
@Tag("harness")
class MasterKeyRotationTest {

    private static final String KEYS = "/admin/master-keys";

    /** A path that is not offered, which only known callers learn. */
    private static final String ATLAS = "/api/atlas/v2/nothing";

    private static final String NEW_KEY = Base64.getEncoder().encodeToString(new byte[32]);

    @ParameterizedTest
    @EnumSource
    void aStartRotatesTheMasterKey(TestDatabase database) {
        try (Gateway before = Gateway.start(database)) {
            Scene scene = Scene.in(before);
            Caller viewer = scene.viewer();
            assertThat(before.administrator().get(KEYS))
                    .isOk()
                    .has("/totalCount", 1)
                    .has("/results/0/encrypts", true)
                    .has("/results/0/credentials", 4);
            String old = before.administrator().get(KEYS).text("/results/0/id");
            OAuthClient client = OAuthClient.of(NewTeam.in(before));
            String token = client.token();
            try (Gateway rotated = before.anotherWith("linkgate.master-key=" + NEW_KEY + "," + Gateway.MASTER_KEY)) {
                Caller administrator = rotated.administrator();
                assertThat(administrator.get(KEYS))
                        .isOk()
                        .has("/results/0/credentials", 4)
                        .has("/results/1/id", old)
                        .has("/results/1/encrypts", false)
                        .has("/results/1/known", true)
                        .has("/results/1/credentials", 0);
                assertThat(rotated.metric("linkgate_credentials_other_key")).isZero();
                assertThat(administrator.get("/admin/audit?action=credential.re-encrypt&limit=1"))
                        .has("/results/0/phase", "OUTCOME")
                        .has("/results/0/change/before/masterKeys/0", old);

                Caller team = new Caller(rotated.url(), viewer.check(), viewer.headers());
                assertThat(team.get(KEYS)).isProblem("forbidden");

                assertThat(rotated.as(token).get(ATLAS)).hasStatus(403);
                assertThat(client.at(rotated).caller().get(ATLAS)).hasStatus(403);
                assertThat(before.as(client.at(rotated).token()).get(ATLAS)).hasStatus(403);
            }
            try (Gateway retired = before.anotherWith("linkgate.master-key=" + NEW_KEY)) {
                Caller team = new Caller(retired.url(), viewer.check(), viewer.headers());
                assertThat(team.get(scene.linkPath())).isOk();
                assertThat(retired.as(token).get(ATLAS)).as("token from before").hasStatus(403);
                assertThat(client.at(retired).caller().get(ATLAS)).hasStatus(403);
                assertThat(retired.administrator().get(KEYS))
                        .has("/totalCount", 1)
                        .has("/results/0/encrypts", true)
                        .has("/results/0/credentials", 4);
            }
        }
    }
}
