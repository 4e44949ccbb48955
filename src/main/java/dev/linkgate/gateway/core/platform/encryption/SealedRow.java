package dev.linkgate.gateway.core.platform.encryption;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.swagger.v3.oas.annotations.media.Schema;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * What a row that gives a right means, as it is sealed.
 *
 * <pre>{@code
 * row    = place *value          ; in the order of the calls
 * place  = text
 * value  = text / number / none
 * text   = length *OCTET         ; UTF-8
 * number = %x00000008 8OCTET
 * none   = %xFFFFFFFF
 * length = 4OCTET                ; all integers are big endian
 * }</pre>
 */
public final class SealedRow {

    private static final int NONE = -1;

    private final String place;
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream(256);

    /**
     * A row without values yet.
     *
     * @param place names it among all rows that are sealed, such as {@code team/payments/key/h0pCeGHbvnoe}; what goes
     *     with it has a place that begins with this one and a {@code /}
     */
    public SealedRow(String place) {
        this.place = place;
        with(place);
    }

    /** Adds a text, or its absence. */
    public SealedRow with(@Nullable String text) {
        if (text == null) {
            return integer(NONE);
        }
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        integer(utf8.length);
        bytes.writeBytes(utf8);
        return this;
    }

    /** Adds a number, or its absence. */
    public SealedRow with(@Nullable Long number) {
        if (number == null) {
            return integer(NONE);
        }
        integer(Long.BYTES);
        bytes.writeBytes(ByteBuffer.allocate(Long.BYTES).putLong(number).array());
        return this;
    }

    private SealedRow integer(int value) {
        bytes.writeBytes(ByteBuffer.allocate(Integer.BYTES).putInt(value).array());
        return this;
    }

    public String place() {
        return place;
    }

    /** What is sealed: the number of the seal, and the row. */
    byte[] bytes(long number) {
        byte[] row = bytes.toByteArray();
        return ByteBuffer.allocate(Long.BYTES + row.length)
                .putLong(number)
                .put(row)
                .array();
    }

    /**
     * What a row is, for people.
     *
     * @param kind as that of a target in the trail
     * @param name of the thing; of a grant, that of the team
     * @param projectId of the project that it is in; null if it is in none
     */
    @Schema(name = "UnsealedRight")
    public record Name(
            @Schema(example = "grant") String kind,
            @Schema(example = "payments") String name,

            @Schema(example = "5df264b8f10fab7d2cad2f0a") @JsonInclude @Nullable
            String projectId) {

        private static final String PROJECT = "project";
        private static final int PARTS = 5;

        /** The name of the row at a place. */
        public static Name of(String place) {
            String[] parts = place.split("/", PARTS);
            String owner = parts.length > 1 ? parts[1] : "";
            if (parts.length < 3) {
                return new Name(parts[0], owner, null);
            }
            String last = parts[parts.length - 1];
            return switch (parts[2]) {
                case "grant" -> new Name(parts[2], owner, last);
                case "identity" -> new Name(parts[2], owner + "/" + last, null);
                case "rules" -> new Name(parts[2], owner, owner);
                default -> new Name(parts[2], last, parts[0].equals(PROJECT) ? owner : null);
            };
        }
    }
}
