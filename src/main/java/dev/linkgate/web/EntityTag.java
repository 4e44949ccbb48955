package dev.linkgate.web;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Makes entity tags (RFC 9110, section 8.8.3). */
public final class EntityTag {

    private EntityTag() {}

    /**
     * A weak tag: the same for equal entities however they are printed.
     *
     * @param entity a record, whose {@code toString} shows all of its fields
     */
    public static String of(Record entity) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256")
                    .digest(entity.toString().getBytes(StandardCharsets.UTF_8));
            return "W/\"" + HexFormat.of().formatHex(hash, 0, 8) + "\"";
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
