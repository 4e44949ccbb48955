package dev.linkgate.gateway.core.atlas.login;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.linkgate.gateway.core.atlas.Requests;
import dev.linkgate.gateway.core.atlas.ScriptedWire;
import dev.linkgate.gateway.core.atlas.channel.AtlasResponse;
import dev.linkgate.gateway.core.atlas.credential.AtlasCredential;
import dev.linkgate.gateway.core.platform.request.Failure;
import dev.linkgate.gateway.core.platform.request.LinkgateException;
import dev.linkgate.gateway.core.platform.request.ProblemCode;
import dev.linkgate.kernel.Secret;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ReplacedCredentialChannelTest {

    private final List<AtlasCredential> sent = new ArrayList<>();
    private ProblemCode refusal = ProblemCode.ATLAS_CREDENTIAL_REJECTED;

    private static AtlasCredential version(int version) {
        return new AtlasCredential.DigestKey("default", version, "abcdefgh", Secret.of("private " + version), null);
    }

    /** Atlas accepts this version alone, and each is followed by the next up to the newest. */
    private ReplacedCredentialChannel channel(int accepted, int newest) {
        return new ReplacedCredentialChannel(
                request -> {
                    sent.add(request.credential());
                    if (request.credential().version() == accepted) {
                        return ScriptedWire.answer(200, "{}");
                    }
                    throw Failure.of(refusal, "").toException();
                },
                (refused, patience) ->
                        Optional.of(version(refused.version() + 1)).filter(next -> next.version() <= newest));
    }

    @Test
    void requestGoesOnWithTheCredentialThatReplacedItsOwn() {
        AtlasResponse response = channel(3, 3).exchange(Requests.post("/x", "{}", version(1)));

        assertThat(response.isSuccess()).isTrue();
        assertThat(sent).containsExactly(version(1), version(2), version(3));
    }

    @Test
    void newestCredentialIsRefusedForGood() {
        assertThatExceptionOfType(LinkgateException.class)
                .isThrownBy(() -> channel(9, 1).exchange(Requests.post("/x", "{}", version(1))))
                .matches(e -> e.failure().code().equals(ProblemCode.ATLAS_CREDENTIAL_REJECTED));
        assertThat(sent).hasSize(1);
    }

    @Test
    void otherFailuresArePassedOn() {
        refusal = ProblemCode.ATLAS_ERROR;

        assertThatExceptionOfType(LinkgateException.class)
                .isThrownBy(() -> channel(2, 2).exchange(Requests.post("/x", "{}", version(1))))
                .matches(e -> e.failure().code().equals(ProblemCode.ATLAS_ERROR));
        assertThat(sent).hasSize(1);
    }
}
