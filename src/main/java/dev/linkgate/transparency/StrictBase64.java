package dev.linkgate.transparency;

import java.util.Base64;

/** Base64 in which each byte string has one form, so that an altered character never decodes to the same bytes. */
final class StrictBase64 {

    private StrictBase64() {}

    /** @throws MalformedNote if the text has no padding, set bits after the last byte, or other characters */
    static byte[] decode(String base64) {
        byte[] bytes;
        try {
            bytes = Base64.getDecoder().decode(base64);
        } catch (IllegalArgumentException e) {
            throw new MalformedNote("this is not base64", e);
        }
        if (!Base64.getEncoder().encodeToString(bytes).equals(base64)) {
            throw new MalformedNote("this is not the canonical base64 of its bytes");
        }
        return bytes;
    }
}
