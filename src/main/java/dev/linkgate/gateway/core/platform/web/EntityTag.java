package dev.linkgate.gateway.core.platform.web;

import dev.linkgate.kernel.Sha256;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/** Makes entity tags (RFC 9110, section 8.8.3). */
public final class EntityTag {

    private EntityTag() {}

    /**
     * A weak tag: the same for equal entities in any formatting.
     *
     * @param entity a record, whose {@code toString} shows all of its fields
     */
    public static String of(Record entity) {
        return "W/\"" + opaque(entity) + "\"";
    }

    /** The tag without its quotes, for use outside header fields: 16 hex digits. */
    public static String opaque(Record entity) {
        byte[] hash = Sha256.digest().digest(entity.toString().getBytes(StandardCharsets.UTF_8));
        return HexFormat.of().formatHex(hash, 0, 8);
    }
}
