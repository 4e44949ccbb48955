package dev.linkgate.gateway.app;

import static dev.linkgate.gateway.app.AnswerAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import dev.linkgate.Patience;
import org.junit.jupiter.api.Test;

/** A share that lasts longer than each test: a team that has used it up stays refused. */
class TeamShareTest {

    static final int LIMIT = 4;

    private final Gateway gateway = SeveralAtlasesTest.GATEWAY;

    @Test
    void usedUpShareIsRefused() {
        NewTeam team = NewTeam.in(gateway);
        for (int left = LIMIT - 1; left >= 0; left--) {
            Answer answer =
                    left == 1 ? team.caller().get("/nowhere") : team.caller().get("/projects");
            assertThat(answer)
                    .hasHeader("RateLimit-Policy", "\"team\";q=" + LIMIT + ";w=60")
                    .hasHeader("RateLimit-Limit", String.valueOf(LIMIT))
                    .hasHeader("RateLimit-Remaining", String.valueOf(left))
                    .hasHeader("RateLimit", "\"team\";r=" + left + ";t=" + answer.header("RateLimit-Reset"))
                    .header("RateLimit-Reset")
                    .matches("[1-9][0-9]?");
        }

        Answer refused = team.caller().get("/projects");

        assertThat(refused)
                .isProblem("rate-limited")
                .hasHeader("RateLimit-Limit", String.valueOf(LIMIT))
                .hasHeader("RateLimit-Remaining", "0")
                .has("/retryable", true)
                .hasNo("/atlas");
        assertThat(refused.header("Retry-After")).isEqualTo(refused.header("RateLimit-Reset"));
        Answer refusals = Patience.until(
                () -> gateway.administrator().get("/admin/audit?action=request.refused&team=" + team.name()),
                answer -> answer.text("/totalCount").equals("1"));
        assertThat(refusals)
                .has("/results/0/requestId", refused.header("X-Request-Id"))
                .has("/results/0/status", 429)
                .has("/results/0/code", "rate-limited")
                .has("/results/0/result", "REFUSED");
        assertThat(gateway.metric("linkgate_team_refusals_total")).isPositive();
    }

    @Test
    void administratorHasNoShareAndStrangersSeeNone() {
        for (int i = 0; i < 3 * LIMIT; i++) {
            assertThat(gateway.administrator().get("/admin/teams")).isOk().hasNoHeader("RateLimit");
        }
        assertThat(gateway.anonymous().get("/projects"))
                .isProblem("unauthenticated")
                .hasNoHeader("RateLimit");
    }
}
