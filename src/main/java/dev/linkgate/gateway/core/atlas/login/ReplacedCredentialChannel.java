package dev.linkgate.gateway.core.atlas.login;

import dev.linkgate.gateway.core.atlas.channel.AtlasChannel;
import dev.linkgate.gateway.core.atlas.channel.AtlasRequest;
import dev.linkgate.gateway.core.atlas.channel.AtlasResponse;
import dev.linkgate.gateway.core.atlas.credential.AtlasCredential;
import dev.linkgate.gateway.core.platform.request.LinkgateException;
import dev.linkgate.gateway.core.platform.request.ProblemCode;
import java.time.Duration;
import java.util.Optional;
import java.util.function.BiFunction;

/**
 * Sends a request again with the newer credential of the same name when Atlas refuses an older one. So a credential can
 * be replaced, and the old one revoked at Atlas, while requests with it are under way. Atlas did not carry out what it
 * refused for its credential.
 */
public final class ReplacedCredentialChannel implements AtlasChannel {

    private final AtlasChannel authenticating;
    private final BiFunction<AtlasCredential, Duration, Optional<AtlasCredential>> successors;

    /** @param successors the credential that has replaced this one, which has a higher version, found within this
     *     time; empty if none has
     */
    public ReplacedCredentialChannel(
            AtlasChannel authenticating, BiFunction<AtlasCredential, Duration, Optional<AtlasCredential>> successors) {
        this.authenticating = authenticating;
        this.successors = successors;
    }

    @Override
    public AtlasResponse exchange(AtlasRequest request) {
        try {
            return authenticating.exchange(request);
        } catch (LinkgateException e) {
            if (!e.failure().code().equals(ProblemCode.ATLAS_CREDENTIAL_REJECTED)) {
                throw e;
            }
            AtlasCredential newer =
                    successors.apply(request.credential(), request.timeLeft()).orElseThrow(() -> e);
            request.context().facts().noteCredential(newer.name(), newer.version());
            return exchange(request.with(newer));
        }
    }
}
