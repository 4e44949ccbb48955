package dev.linkgate.reads;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.linkgate.audit.Intent;
import dev.linkgate.audit.Intents;
import dev.linkgate.kernel.EndpointId;
import dev.linkgate.kernel.Failure;
import dev.linkgate.kernel.LinkId;
import dev.linkgate.kernel.LinkgateException;
import dev.linkgate.kernel.ProblemCode;
import dev.linkgate.link.AtlasProject;
import dev.linkgate.link.ConnectionStatus;
import dev.linkgate.link.Endpoint;
import dev.linkgate.link.Link;
import dev.linkgate.link.ScriptedAtlas;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** An earlier try to add an endpoint may have been carried out, and this one must not do it twice. */
class ResumedAdditionTest {

    private static final EndpointId ID = ScriptedAtlas.id(1);
    private static final Endpoint PENDING = ScriptedAtlas.endpoint(ID, ConnectionStatus.PENDING);
    private static final Endpoint LEAVING = ScriptedAtlas.endpoint(ID, ConnectionStatus.DELETING);
    private static final @Nullable Endpoint NOTHING = null;

    private final Deque<Answer> answers = new ArrayDeque<>();
    private final List<String> asked = new ArrayList<>();

    private record Answer(@Nullable Endpoint endpoint, ProblemCode otherwise) {}

    @Test
    void whatIsThereIsNotAddedAgain() {
        reads(PENDING);
        assertThat(carryOut()).isEqualTo(PENDING);
        assertThat(asked).containsExactly("read");
    }

    @Test
    void whatIsNotThereIsAdded() {
        reads(NOTHING);
        adds(PENDING, ProblemCode.INTERNAL_ERROR);
        assertThat(carryOut()).isEqualTo(PENDING);
        assertThat(asked).containsExactly("read", "add");
    }

    @Test
    void whatTheEarlierTryAddsWhileThisOneLooksCountsAsAdded() {
        reads(NOTHING);
        adds(NOTHING, ProblemCode.ENDPOINT_EXISTS);
        reads(PENDING);
        assertThat(carryOut()).isEqualTo(PENDING);
        assertThat(asked).containsExactly("read", "add", "read");
    }

    @Test
    void whatIsOnItsWayOutWasNotAdded() {
        reads(LEAVING);
        adds(NOTHING, ProblemCode.ENDPOINT_EXISTS);
        reads(LEAVING);
        assertFails(ProblemCode.ENDPOINT_EXISTS);
        assertThat(asked).containsExactly("read", "add", "read");
    }

    @Test
    void nothingIsAddedAsLongAsNobodyKnows() {
        answers.add(new Answer(NOTHING, ProblemCode.ATLAS_TIMEOUT));
        assertFails(ProblemCode.OUTCOME_UNKNOWN);
        assertThat(asked).containsExactly("read");
    }

    @Test
    void whatAtlasRefusesIsRefused() {
        reads(NOTHING);
        adds(NOTHING, ProblemCode.LINK_NOT_READY);
        assertFails(ProblemCode.LINK_NOT_READY);
    }

    private void reads(@Nullable Endpoint endpoint) {
        answers.add(new Answer(endpoint, ProblemCode.ENDPOINT_NOT_FOUND));
    }

    private void adds(@Nullable Endpoint endpoint, ProblemCode otherwise) {
        answers.add(new Answer(endpoint, otherwise));
    }

    private Endpoint carryOut() {
        return new ResumedAddition(new Scripted(), ScriptedAtlas.LINK, ID).carryOut(Intents.any());
    }

    private void assertFails(ProblemCode code) {
        assertThatExceptionOfType(LinkgateException.class)
                .isThrownBy(this::carryOut)
                .satisfies(e -> assertThat(e.failure().code()).isEqualTo(code));
    }

    private final class Scripted implements AtlasProject {
        private Endpoint answer(String question) {
            asked.add(question);
            Answer next = answers.remove();
            if (next.endpoint() == null) {
                throw Failure.of(next.otherwise(), "as the test wants it").toException();
            }
            return next.endpoint();
        }

        @Override
        public Endpoint endpoint(LinkId link, EndpointId endpoint) {
            return answer("read");
        }

        @Override
        public Endpoint add(Intent intent, LinkId link, EndpointId endpoint) {
            return answer("add");
        }

        @Override
        public Duration timeLeft() {
            throw new UnsupportedOperationException();
        }

        @Override
        public List<Link> links() {
            throw new UnsupportedOperationException();
        }

        @Override
        public Link link(LinkId link) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void remove(Intent intent, LinkId link, EndpointId endpoint) {
            throw new UnsupportedOperationException();
        }
    }
}
