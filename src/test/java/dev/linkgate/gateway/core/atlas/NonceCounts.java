package dev.linkgate.gateway.core.atlas;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The nonces and counts in values of {@code Authorization}. */
final class NonceCounts {

    private static final Pattern NONCE = Pattern.compile("[ ,]nonce=\"([^\"]+)\"");
    private static final Pattern COUNT = Pattern.compile("[ ,]nc=([0-9a-f]{8})");

    private NonceCounts() {}

    /**
     * Each nonce was used with 1, 2, 3 and so on.
     *
     * @param authorizations in the order in which they went over the wire; empty for a request that had none
     */
    static void assertRiseByOne(List<String> authorizations) {
        Map<String, Integer> last = new HashMap<>();
        for (String authorization : authorizations) {
            if (!authorization.isEmpty()) {
                int count = Integer.parseInt(group(COUNT, authorization), 16);
                Integer before = last.put(group(NONCE, authorization), count);
                assertThat(count).isEqualTo(before == null ? 1 : before + 1);
            }
        }
    }

    private static String group(Pattern pattern, String text) {
        Matcher matcher = pattern.matcher(text);
        assertThat(matcher.find()).isTrue();
        return matcher.group(1);
    }
}
