package dev.linkgate.gateway.inbound.admission;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.servlet.ServletInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.springframework.mock.web.DelegatingServletInputStream;
import org.springframework.mock.web.MockHttpServletRequest;

class BoundedBodyTest {

    private static final Duration TIME = Duration.ofSeconds(10);

    private final AtomicLong now = new AtomicLong(Long.MAX_VALUE - 1); // and flows over at once, as a real one may

    @Test
    void aBodyOfTheLimitIsReadWhole() throws IOException {
        assertThat(body(BoundedBody.MAX_BYTES, Duration.ZERO).readAllBytes()).hasSize(BoundedBody.MAX_BYTES);
    }

    @Test
    void oneByteMoreIsTooLarge() throws IOException {
        InputStream body = body(BoundedBody.MAX_BYTES + 1, Duration.ZERO);
        assertThatThrownBy(body::readAllBytes).hasMessageContaining("body-too-large");
    }

    @Test
    void aDeclaredLengthIsEnoughToRefuse() {
        MockHttpServletRequest request = new MockHttpServletRequest();
        request.setContent(new byte[BoundedBody.MAX_BYTES + 1]);
        assertThatThrownBy(() -> new BoundedBody(request, TIME, now::get).getInputStream())
                .hasMessageContaining("body-too-large");
    }

    @Test
    void slowBodyIsRefused() throws IOException {
        assertThat(body(10, Duration.ofSeconds(1)).readAllBytes()).hasSize(10);
        InputStream slower = body(11, Duration.ofSeconds(1));
        assertThatThrownBy(slower::readAllBytes).hasMessageContaining("invalid-request");
    }

    @Test
    void truncatedBodyIsRefused() throws IOException {
        InputStream broken = InputStream.nullInputStream();
        broken.close(); // so that reading throws
        InputStream body = bounded(broken);
        assertThatThrownBy(body::read).hasMessageContaining("invalid-request");
    }

    /** @param pause before each byte */
    private InputStream body(int length, Duration pause) throws IOException {
        return bounded(new InputStream() {
            private int left = length;

            @Override
            public int read() {
                if (left == 0) {
                    return -1;
                }
                now.addAndGet(pause.toNanos());
                left--;
                return 'a';
            }

            @Override
            public int read(byte[] buffer, int offset, int wanted) {
                int read = read();
                if (read < 0) {
                    return -1;
                }
                buffer[offset] = (byte) read;
                return 1;
            }
        });
    }

    private InputStream bounded(InputStream content) throws IOException {
        MockHttpServletRequest request = new MockHttpServletRequest() {
            @Override
            public ServletInputStream getInputStream() {
                return new DelegatingServletInputStream(content);
            }
        };
        return new BoundedBody(request, TIME, now::get).getInputStream();
    }
}
