package dev.linkgate.gateway.notify.webhook;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** The beginning of an answer's body. */
final class Bytes {

    private Bytes() {}

    static byte[] joined(byte[] before, byte[] next) {
        byte[] both = Arrays.copyOf(before, before.length + next.length);
        System.arraycopy(next, 0, both, before.length, next.length);
        return both;
    }

    static String text(byte[] bytes, int most) {
        return new String(bytes, 0, Math.min(bytes.length, most), StandardCharsets.UTF_8);
    }
}
