package dev.linkgate.gateway.feature.oauth;

import dev.linkgate.gateway.core.platform.vocabulary.Words;
import dev.linkgate.gateway.core.trail.record.Action;
import org.springframework.stereotype.Component;

/** The words of access tokens. */
@Component
public final class TokenWords implements Words {

    public static final Action TOKEN_CREATE = new Action("token.create");
    public static final Action TOKEN_REVOKE = new Action("token.revoke").revoking();
    public static final Action TOKEN_END = new Action("token.end").revoking();
}
