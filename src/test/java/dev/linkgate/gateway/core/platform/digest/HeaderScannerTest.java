package dev.linkgate.gateway.core.platform.digest;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HeaderScannerTest {

    /** The most that a server's header may have. */
    private static final int LENGTH = 8_192;

    private static final long MOST_BYTES = 2 << 20;

    /** Each piece could be read once for each piece before it; that shows in the allocated memory. */
    @ParameterizedTest
    @ValueSource(strings = {"\"\\", "\\\"", "a=\"\\", "\"", ",", "Digest ", "Digest a=\"\\\"", "a,", "a=b,", "x=\"y\\"})
    void aHeaderIsReadInTimeThatGrowsWithItsLength(String piece) {
        String header = piece.repeat(LENGTH / piece.length());
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        HeaderScanner.challenges(header); // classes that are loaded once

        long before = threads.getCurrentThreadAllocatedBytes();
        HeaderScanner.challenges(header);
        HeaderScanner.parameters(header);

        assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(MOST_BYTES);
    }

    @Test
    void aQuotedStringWithoutAnEndHidesNothingBehindIt() {
        assertThat(HeaderScanner.challenges("Basic realm=\"x\\\", Digest realm=y, nonce=z"))
                .extracting(HeaderScanner.SchemeChallenge::scheme)
                .containsExactly("Basic", "Digest");
    }
}
