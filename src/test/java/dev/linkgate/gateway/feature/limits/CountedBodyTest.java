package dev.linkgate.gateway.feature.limits;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.linkgate.gateway.core.inbound.kept.CountedBytes;
import dev.linkgate.gateway.core.inbound.kept.RequestAccount;
import dev.linkgate.gateway.core.platform.concurrency.TeamQuota;
import dev.linkgate.gateway.core.platform.request.Actor;
import dev.linkgate.gateway.core.platform.request.RequestContext;
import jakarta.servlet.ServletInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.springframework.mock.web.DelegatingServletInputStream;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.web.servlet.HandlerMapping;

class CountedBodyTest {

    private static final Duration TIME = Duration.ofSeconds(10);
    private static final int MAX = 16 * 1024;
    private static final int WITH_WHAT_IS_MADE_OF_IT = 5 * MAX;

    private final TeamQuota bytes = new TeamQuota("bytes", 16 * WITH_WHAT_IS_MADE_OF_IT);
    private final AtomicLong now = new AtomicLong(Long.MAX_VALUE - 1); // and flows over at once, as a real one may
    private final RequestContext context = context(Actor.team("payments", "key-1"), "192.0.2.1");
    private final RequestAccount account = new RequestAccount(context, bytes);

    @Test
    void aBodyOfTheLimitIsReadWholeAndCountsUntilItsRequestEnds() throws IOException {
        InputStream body = body(MAX, Duration.ZERO);
        assertThat(bytes.used()).as("nobody has asked for it").isZero();

        assertThat(body.read()).isEqualTo('a');

        assertThat(bytes.used()).isBetween((long) WITH_WHAT_IS_MADE_OF_IT, WITH_WHAT_IS_MADE_OF_IT + MAX / 2L);
        assertThat(body.readAllBytes()).hasSize(MAX - 1);
        account.close();
        assertThat(bytes.used()).isZero();
    }

    @Test
    void onlyADeclarationMayBeLarger() throws IOException {
        TeamQuota large = new TeamQuota("bytes", 20_000_000);
        MockHttpServletRequest request = new MockHttpServletRequest();
        request.setAttribute(HandlerMapping.BEST_MATCHING_PATTERN_ATTRIBUTE, "/admin/config");
        request.setContent(new byte[1024 * 1024]);
        assertThat(counted(request, new RequestAccount(context, large))
                        .getInputStream()
                        .readAllBytes())
                .hasSize(1024 * 1024);
        request.setContent(new byte[1024 * 1024 + 1]);
        assertThatThrownBy(() -> counted(request, new RequestAccount(context, large))
                        .getInputStream()
                        .read())
                .hasMessageContaining("larger than 1024 KiB");
    }

    @Test
    void slowBodyIsRefused() throws IOException {
        assertThat(body(10, Duration.ofSeconds(1)).readAllBytes()).hasSize(10);
        InputStream slower = body(11, Duration.ofSeconds(1));
        assertThatThrownBy(slower::readAllBytes).hasMessageContaining("invalid-request");
    }

    /** Each team, and of unknown callers each address, so that the others still have room. */
    @Test
    void bodiesThatHaveNotEndedTakeNoMoreThanTheirShare() {
        for (Actor actor : List.of(Actor.team("payments", "key-1"), Actor.ANONYMOUS)) {
            List<RequestAccount> begun = new ArrayList<>();
            assertThatThrownBy(() -> {
                        while (true) {
                            RequestAccount next = new RequestAccount(context(actor, "192.0.2.1"), bytes);
                            begun.add(next);
                            beginning(next);
                        }
                    })
                    .hasMessageContaining("rate-limited");
            try (RequestAccount other = new RequestAccount(context(Actor.team("ledger", "key-2"), "192.0.2.1"), bytes);
                    RequestAccount elsewhere = new RequestAccount(context(Actor.ANONYMOUS, "192.0.2.2"), bytes)) {
                beginning(other);
                beginning(elsewhere);
            }
            begun.forEach(RequestAccount::close);
            assertThat(bytes.used()).isZero();
        }
    }

    /** The client comes to be known by its form. */
    @Test
    void aCallerThatIsKnownMeanwhileHasItsBytesByItself() {
        RequestContext unknown = context(Actor.ANONYMOUS, "192.0.2.1");
        RequestAccount first = new RequestAccount(unknown, bytes);
        first.take(bytes.used() + MAX * 5);
        unknown.identified(Actor.team("payments", "key-1"));
        first.take(1);

        new RequestAccount(context(Actor.ANONYMOUS, "192.0.2.1"), bytes).take(MAX * 5);

        assertThat(bytes.used()).isEqualTo(2L * MAX * 5 + 1);
    }

    /** Almost the whole body, as it is while its end does not come. */
    private static void beginning(RequestAccount account) {
        new CountedBytes(account::take).write(new byte[MAX - 1], 0, MAX - 1);
    }

    private static RequestContext context(Actor actor, String address) {
        RequestContext context = new RequestContext("request", address, null, receipt -> {});
        context.identified(actor);
        return context;
    }

    /** @param pause before each byte */
    private InputStream body(int length, Duration pause) {
        return counted(
                new InputStream() {
                    private int left = length;

                    @Override
                    public int read() {
                        if (left == 0) {
                            return -1;
                        }
                        now.addAndGet(pause.toNanos());
                        left--;
                        return 'a';
                    }

                    @Override
                    public int read(byte[] buffer, int offset, int wanted) {
                        int read = read();
                        if (read < 0) {
                            return -1;
                        }
                        buffer[offset] = (byte) read;
                        return 1;
                    }
                },
                account);
    }

    private InputStream counted(InputStream content, RequestAccount account) {
        return counted(
                        new MockHttpServletRequest() {
                            @Override
                            public ServletInputStream getInputStream() {
                                return new DelegatingServletInputStream(content);
                            }
                        },
                        account)
                .getInputStream();
    }

    private CountedBody counted(MockHttpServletRequest request, RequestAccount account) {
        return new CountedBody(request, account, TIME, now::get);
    }
}
