package dev.linkgate.gateway.core.platform.concurrency;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.linkgate.gateway.core.platform.request.Actor;
import dev.linkgate.gateway.core.platform.request.LinkgateException;
import dev.linkgate.gateway.core.platform.request.ProblemCode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class TeamQuotaTest {

    private static final Actor PAYMENTS = Actor.team("payments", "key-1");
    private static final Actor LEDGER = Actor.team("ledger", "key-2");

    private final TeamQuota quota = new TeamQuota("waiting requests", 3, 2);

    @Test
    void allCallersOfATeamShareOneQuota() {
        quota.take(PAYMENTS);
        quota.take(Actor.jwt("payments", "somebody"));
        assertThatThrownBy(() -> quota.take(PAYMENTS)).hasMessageContaining("Your team has 2 waiting requests");
        quota.take(LEDGER);
    }

    @Test
    void allTeamsTogetherHaveALimit() {
        quota.take(PAYMENTS);
        quota.take(PAYMENTS);
        quota.take(LEDGER);
        assertThatThrownBy(() -> quota.take(LEDGER)).hasMessageContaining("The gateway has 3 waiting requests");
    }

    @Test
    void theAdministratorIsNeverRefused() {
        quota.take(PAYMENTS);
        quota.take(PAYMENTS);
        quota.take(LEDGER);
        quota.take(Actor.ADMINISTRATOR);
        assertThat(quota.used()).isEqualTo(4);
    }

    @Test
    void unknownCallersShareOneTeamsShare() {
        quota.take(Actor.ANONYMOUS);
        quota.take(Actor.ANONYMOUS);
        assertThatThrownBy(() -> quota.take(Actor.ANONYMOUS))
                .isInstanceOfSatisfying(LinkgateException.class, refused -> {
                    assertThat(refused.failure().code()).isEqualTo(ProblemCode.RATE_LIMITED);
                    assertThat(refused.failure().retryAfter()).isEqualTo(Duration.ofSeconds(10));
                });
    }

    @Test
    void teamMayUseThreeQuartersByDefault() {
        TeamQuota eight = new TeamQuota("streams", 8);
        for (int i = 0; i < 6; i++) {
            eight.take(PAYMENTS);
        }
        assertThatThrownBy(() -> eight.take(PAYMENTS)).hasMessageContaining("6 streams");
        eight.take(LEDGER);
    }

    @Test
    void releasedPermitIsFree() {
        for (int i = 0; i < 10; i++) {
            TeamQuota.Permit first = quota.take(PAYMENTS);
            TeamQuota.Permit second = quota.take(PAYMENTS);
            assertThatThrownBy(() -> quota.take(PAYMENTS)).hasMessageContaining("rate-limited");
            first.release();
            second.release();
        }
        assertThat(quota.used()).isZero();
    }

    @Test
    void aPermitGrowsUntilTheShareIsUsedUp() {
        TeamQuota bytes = new TeamQuota("bytes", 1_000);
        TeamQuota.Permit permit = bytes.permit(PAYMENTS);
        permit.take(700);
        assertThatThrownBy(() -> permit.take(51)).hasMessageContaining("Your team has 750 bytes at once");
        permit.take(50);
        permit.takeAnyway(100);
        assertThat(bytes.used()).isEqualTo(850);
        assertThatThrownBy(() -> bytes.permit(LEDGER).take(151)).hasMessageContaining("The gateway has 1000 bytes");

        permit.giveBack(200);
        bytes.permit(LEDGER).take(151);
        permit.release();

        assertThat(bytes.used()).isEqualTo(151);
    }

    @Test
    void concurrentCallersNeverExceedTheLimits() throws Exception {
        AtomicInteger inUse = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        List<Future<?>> callers = new ArrayList<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
            for (int caller = 0; caller < 8; caller++) {
                Actor team = caller % 2 == 0 ? PAYMENTS : LEDGER;
                callers.add(threads.submit(() -> {
                    for (int i = 0; i < 2_000; i++) {
                        try {
                            TeamQuota.Permit permit = quota.take(team);
                            most.accumulateAndGet(inUse.incrementAndGet(), Math::max);
                            Thread.onSpinWait();
                            inUse.decrementAndGet();
                            permit.release();
                        } catch (LinkgateException full) {
                            Thread.onSpinWait();
                        }
                    }
                }));
            }
            for (Future<?> caller : callers) {
                caller.get();
            }
        }
        assertThat(most.get()).isBetween(1, 3);
        assertThat(quota.used()).isZero();
    }
}
