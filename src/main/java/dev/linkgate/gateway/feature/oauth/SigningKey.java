package dev.linkgate.gateway.feature.oauth;

import dev.linkgate.gateway.core.platform.encryption.GatewayKey;
import dev.linkgate.gateway.core.platform.encryption.GatewayKey.Kind;
import dev.linkgate.gateway.core.platform.encryption.GatewayKeys;
import dev.linkgate.gateway.core.platform.encryption.KeyRing;
import dev.linkgate.kernel.Secret;
import java.util.Base64;
import java.util.Optional;
import javax.crypto.spec.SecretKeySpec;
import org.springframework.stereotype.Component;

/**
 * The key that signs access tokens: 256 random bits, made by the replica that starts first. So a master key that is
 * retired signs nothing, nor does a master key without the database.
 */
@Component
final class SigningKey {

    private static final String NAME = "access-tokens";

    private final GatewayKeys keys;

    SigningKey(GatewayKeys keys) {
        this.keys = keys;
        keys.makeFirst(Kind.ACCESS_TOKENS, NAME, Secret.of(KeyRing.generate()));
    }

    /** Signs with the key, and recognises what it has signed; nothing if it cannot be decrypted here. */
    Optional<TokenSigner> signer() {
        return keys.of(Kind.ACCESS_TOKENS).stream()
                .findFirst()
                .map(GatewayKey::secret)
                .map(secret -> Base64.getDecoder().decode(secret.reveal()))
                .map(key -> new TokenSigner(new SecretKeySpec(key, TokenSigner.ALGORITHM)));
    }
}
