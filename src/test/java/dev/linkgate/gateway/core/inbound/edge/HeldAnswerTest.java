package dev.linkgate.gateway.core.inbound.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.linkgate.Patience;
import dev.linkgate.gateway.core.inbound.kept.RequestAccount;
import dev.linkgate.gateway.core.platform.concurrency.FairTurns;
import dev.linkgate.gateway.core.platform.concurrency.TeamQuota;
import dev.linkgate.gateway.core.platform.request.Actor;
import dev.linkgate.gateway.core.platform.request.LinkgateException;
import dev.linkgate.gateway.core.platform.request.RequestContext;
import dev.linkgate.gateway.core.platform.request.Target;
import dev.linkgate.gateway.core.platform.web.CurrentContext;
import dev.linkgate.gateway.core.platform.web.DirectAnswer;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import java.util.concurrent.FutureTask;
import org.apache.coyote.CloseNowException;
import org.junit.jupiter.api.Test;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;
import tools.jackson.databind.json.JsonMapper;

class HeldAnswerTest {

    private static final int ROOM = 400_000;
    private static final Actor PAYMENTS = Actor.team("payments", "key-1");
    private static final Actor LEDGER = Actor.team("ledger", "key-2");

    private final TeamQuota unsent = new TeamQuota("bytes", ROOM);
    private final FairTurns turns = new FairTurns("large answers", 2, 1);
    private long now;

    @Test
    void anAnswerIsSentAsItWasWritten() throws IOException {
        byte[] written = new byte[100_003];
        new Random(1).nextBytes(written);
        Exchange exchange = new Exchange(PAYMENTS);

        OutputStream out = exchange.answer.getOutputStream();
        out.write(written[0]);
        out.write(written, 1, 2);
        out.write(written, 3, 50_000);
        out.write(written, 50_003, 50_000);
        assertThat(exchange.response.isCommitted()).isFalse();
        exchange.answer.send();

        assertThat(exchange.response.getContentAsByteArray()).isEqualTo(written);
        assertThat(exchange.response.getContentLength()).isEqualTo(written.length);
    }

    @Test
    void oneThatIsTooLargeForTheTeamsShareIsRefusedAndHoldsNothing() throws IOException {
        Exchange first = new Exchange(PAYMENTS);
        first.writes(250_000);
        Exchange second = new Exchange(PAYMENTS);
        second.writes(100_000);

        assertThatThrownBy(second.answer::requireRoom).isInstanceOfSatisfying(LinkgateException.class, refused -> {
            assertThat(refused.failure().code().status()).isEqualTo(429);
            assertThat(refused.failure().retryAfter()).isNotNull();
        });
        assertThat(unsent.used()).isLessThan(260_000);
        first.answer.requireRoom();

        Exchange ofOthers = new Exchange(LEDGER);
        ofOthers.writes(90_000);
        ofOthers.answer.requireRoom();
        first.end();
        ofOthers.end();
        second.end();
        assertThat(unsent.used()).isZero();
    }

    @Test
    void whatAnAnswerIsMadeFromCountsUntilItIsMade() throws IOException {
        Exchange first = new Exchange(PAYMENTS);
        first.answer.takes(250_000);
        assertThatThrownBy(() -> new Exchange(PAYMENTS).answer.takes(100_000)).isInstanceOf(LinkgateException.class);
        first.writes(10);

        first.answer.send();

        assertThat(unsent.used()).isEqualTo(10);
    }

    @Test
    void aLargeAnswerWaitsForItsTurnUntilAnotherOfItsTeamIsMade() throws Exception {
        Exchange first = new Exchange(PAYMENTS);
        first.writes(100_000);
        Exchange second = new Exchange(PAYMENTS);
        FutureTask<Void> making = new FutureTask<>(() -> second.writes(100_000), null);
        Thread.startVirtualThread(making);
        Patience.until(() -> turns.waiting() == 1);
        new Exchange(LEDGER).writes(50_000);
        Exchange written = new Exchange(PAYMENTS);
        written.context.noteWrite("team.put", Target.NONE);
        written.writes(100_000);
        assertThat(making.isDone()).isFalse();

        first.answer.send();

        making.get();
        assertThat(turns.waiting()).isZero();
    }

    @Test
    void aProblemReplacesARefusedAnswer() throws IOException {
        Exchange exchange = new Exchange(PAYMENTS);
        exchange.writes(ROOM);
        exchange.answer.resetBuffer();
        exchange.answer.setStatus(429);
        exchange.writes(10);

        exchange.answer.requireRoom();
        exchange.answer.send();

        assertThat(exchange.response.getContentAsByteArray()).hasSize(10);
    }

    @Test
    void smallAnswersProblemsAndAnswersToWritesAreNeverRefused() throws IOException {
        new Exchange(PAYMENTS).writes(ROOM / 4 * 3 - 8192);
        Exchange small = new Exchange(PAYMENTS);
        small.writes(HeldAnswer.SMALL);
        small.answer.requireRoom();

        Exchange written = new Exchange(PAYMENTS);
        written.context.noteWrite("team.put", Target.NONE);
        written.writes(ROOM);
        written.answer.requireRoom();

        Exchange problem = new Exchange(PAYMENTS);
        problem.answer.setStatus(400);
        problem.writes(ROOM);
        problem.answer.requireRoom();
    }

    @Test
    void aReadThatIsRecordedCanBeRefused() throws IOException {
        Exchange read = new Exchange(PAYMENTS);
        read.response.setHeader("Audit-Receipt", "1:00");
        read.writes(ROOM);

        assertThatThrownBy(read.answer::requireRoom).isInstanceOf(LinkgateException.class);
    }

    @Test
    void aDirectAnswerIsSentAtOnceAndNotCounted() throws IOException {
        Exchange exchange = new Exchange(PAYMENTS);
        DirectAnswer.note(exchange.request);
        exchange.writes(100);
        exchange.answer.flushBuffer();

        assertThat(exchange.response.isCommitted()).isTrue();
        assertThat(unsent.used()).isZero();
    }

    @Test
    void aClientThatTakesItsAnswerTooSlowlyLosesTheConnection() throws IOException {
        Exchange exchange = new Exchange(PAYMENTS);
        exchange.writes(100_000);
        exchange.secondsForEachPiece = 20;

        assertThatThrownBy(exchange.answer::send).isInstanceOf(CloseNowException.class);
    }

    /** Otherwise what an indented answer was made from would count until its client has taken it. */
    @Test
    void onlyThePresentedAnswerCounts() throws IOException {
        Exchange exchange = new Exchange(PAYMENTS);
        exchange.request.setQueryString("pretty=true&envelope=true");
        exchange.answer.setContentType("application/json");
        String json = "{\"results\":[" + "\"0123456789\",".repeat(5_000) + "1.50]}";
        exchange.answer.getOutputStream().write(json.getBytes(StandardCharsets.UTF_8));

        new Presentation(JsonMapper.shared()).apply(exchange.request, exchange.answer);
        exchange.answer.send();

        String sent = exchange.response.getContentAsString();
        assertThat(sent)
                .startsWith("{\n  \"results\" : [ \"0123456789\", ")
                .endsWith(", 1.50 ],\n  \"status\" : 200\n}");
        assertThat(unsent.used()).isBetween((long) sent.length(), sent.length() + 8192L);
    }

    /** A request with its answer. */
    private final class Exchange {

        private final MockHttpServletRequest request = new MockHttpServletRequest("GET", "/");
        private final MockHttpServletResponse response = new MockHttpServletResponse();
        private final RequestContext context = new RequestContext("request", "192.0.2.1", null, receipt -> {});
        private final RequestAccount account;
        private final HeldAnswer answer;
        private int secondsForEachPiece;

        Exchange(Actor actor) {
            context.identified(actor);
            CurrentContext.set(request, context);
            account = new RequestAccount(context, unsent);
            answer = new HeldAnswer(request, response, context, account, turns, this::later);
        }

        void end() {
            answer.close();
            account.close();
        }

        private long later() {
            now += secondsForEachPiece * 1_000_000_000L;
            return now;
        }

        void writes(int bytes) {
            try {
                answer.getOutputStream().write(new byte[bytes]);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
