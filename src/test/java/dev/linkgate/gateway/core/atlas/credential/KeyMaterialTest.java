package dev.linkgate.gateway.core.atlas.credential;

import static org.assertj.core.api.Assertions.assertThat;

import dev.linkgate.kernel.Secret;
import org.junit.jupiter.api.Test;

class KeyMaterialTest {

    /** {@code printf '%s\n%s\n%s\n' digest abcdefgh private | sha256sum | cut -c1-16}. */
    @Test
    void anOperatorCanMakeTheFingerprintOfADigestKey() {
        assertThat(new KeyMaterial(CredentialKind.DIGEST, "abcdefgh", Secret.of("private")).fingerprint())
                .isEqualTo("f6b490ab7f1fcc2d");
    }

    /** {@code printf '%s\n%s\n%s\n' service-account client-1 pässword | sha256sum | cut -c1-16}. */
    @Test
    void anOperatorCanMakeTheFingerprintOfAServiceAccount() {
        assertThat(new KeyMaterial(CredentialKind.SERVICE_ACCOUNT, "client-1", Secret.of("pässword")).fingerprint())
                .isEqualTo("a320db69e2de8a7f");
    }
}
