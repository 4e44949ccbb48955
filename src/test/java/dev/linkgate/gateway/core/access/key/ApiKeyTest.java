package dev.linkgate.gateway.core.access.key;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.linkgate.kernel.Secret;
import java.security.SecureRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ApiKeyTest {

    private static final SecureRandom RANDOM = new SecureRandom();

    @Test
    void aNewKeyIsReadableAndUnlikeAnyOther() throws Exception {
        Secret key = ApiKey.generate(Principal.Kind.TEAM, RANDOM);
        Secret other = ApiKey.generate(Principal.Kind.TEAM, RANDOM);

        assertThat(key.reveal()).matches("lgk_[0-9A-Za-z]{12}_[0-9A-Za-z]{49}");
        assertThat(ApiKey.parse(key)).isEqualTo(ApiKey.parse(key)).isNotEqualTo(ApiKey.parse(other));
    }

    @Test
    void theHashTellsNothingOfTheKey() throws Exception {
        Secret key = ApiKey.generate(Principal.Kind.TEAM, RANDOM);

        assertThat(ApiKey.parse(key).toString()).doesNotContain(key.reveal().substring(17));
    }

    /** CRC-32 finds every change of up to 32 bits in a row, so one wrong character never passes. */
    @Test
    void anyOneWrongCharacterIsFoundWithoutAStore() {
        for (int position = 4; position <= 65; position++) {
            for (char wrong = '0'; wrong <= 'z'; wrong++) {
                String key = ApiKey.generate(Principal.Kind.TEAM, RANDOM).reveal();
                assertMistyped(key.substring(0, position) + wrong + key.substring(position + 1), key);
            }
        }
    }

    private static void assertMistyped(String text, String key) {
        if (!text.equals(key)) {
            assertThatThrownBy(() -> ApiKey.parse(Secret.of(text)))
                    .as("%s instead of %s", text, key)
                    .isInstanceOf(ApiKey.MistypedException.class);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "lgk_", "lgk__", "lgk_short_secret", "sk_abcdefghijkl_0000000000"})
    void whatHasAnotherFormIsMistyped(String text) {
        assertThatThrownBy(() -> ApiKey.parse(Secret.of(text))).isInstanceOf(ApiKey.MistypedException.class);
    }
}
