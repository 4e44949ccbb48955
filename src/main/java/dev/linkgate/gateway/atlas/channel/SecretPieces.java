package dev.linkgate.gateway.atlas.channel;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.BitSet;
import java.util.HexFormat;
import java.util.stream.LongStream;

/**
 * Finds any piece of a secret in a text, also if the text has it in hex or in base64, with escapes, or with blanks and
 * other characters in between.
 *
 * <p>Secret and text are reduced to their letters and digits, in one case. A piece is {@value #LENGTH} of them in a row.
 * As a number in base 36 it fits into a long, so pieces are compared exactly, and a text costs some steps a character. A
 * random secret has about 60 bits in a piece, 48 in hex: other texts do not have it by chance.
 */
final class SecretPieces {

    /** 36 to the power of 12 is less than 2 to the power of 63. */
    private static final int LENGTH = 12;

    private static final int BASE = 36;
    private static final long OF_ALL_BUT_THE_FIRST = power(LENGTH - 1);

    /** An escape may be escaped again, by each of the programs on the way. */
    private static final int MAX_DECODINGS = 3;

    private final long[] pieces;

    /** A piece and the places of its first and last character. */
    @FunctionalInterface
    private interface Found {
        void piece(long piece, int first, int last);
    }

    private SecretPieces(long[] pieces) {
        this.pieces = pieces;
    }

    /** Those of a secret with fewer letters and digits are none. */
    static SecretPieces of(String secret) {
        LongStream.Builder found = LongStream.builder();
        Found all = (piece, first, last) -> found.add(piece);
        byte[] bytes = secret.getBytes(StandardCharsets.UTF_8);
        scan(secret, all);
        scan(HexFormat.of().formatHex(bytes), all);
        for (int before = 0; before < 3; before++) {
            scan(base64(bytes, before), all);
        }
        return new SecretPieces(found.build().sorted().distinct().toArray());
    }

    /**
     * The part of a secret's base64 that is the same whatever is beside it.
     *
     * @param before the number of bytes before it, 0 to 2: there are three forms
     */
    static String base64(byte[] secret, int before) {
        byte[] shifted = new byte[before + secret.length];
        System.arraycopy(secret, 0, shifted, before, secret.length);
        String form = Base64.getEncoder().withoutPadding().encodeToString(shifted);
        // The first characters also depend on the text before, and the last one on the text after.
        int start = before == 0 ? 0 : before + 1;
        return form.substring(start, Math.max(start, form.length() - 1));
    }

    /** The places of the text's characters that belong to a piece. */
    BitSet in(String text) {
        BitSet places = new BitSet();
        DecodedText decoded = DecodedText.of(text);
        mark(decoded, places);
        for (int i = 0; i < MAX_DECODINGS && decoded.isEncoded(); i++) {
            decoded = decoded.decoded();
            mark(decoded, places);
        }
        return places;
    }

    private void mark(DecodedText text, BitSet places) {
        scan(text.text(), (piece, first, last) -> {
            if (Arrays.binarySearch(pieces, piece) >= 0) {
                places.set(text.place(first), text.place(last + 1));
            }
        });
    }

    private static void scan(String text, Found found) {
        int[] lastPlaces = new int[LENGTH];
        int count = 0;
        long piece = 0;
        for (int i = 0; i < text.length(); i++) {
            int digit = Character.digit(text.charAt(i), BASE);
            if (digit >= 0) {
                piece = piece % OF_ALL_BUT_THE_FIRST * BASE + digit;
                lastPlaces[count % LENGTH] = i;
                count++;
                if (count >= LENGTH) {
                    found.piece(piece, lastPlaces[count % LENGTH], i);
                }
            }
        }
    }

    private static long power(int exponent) {
        long power = 1;
        for (int i = 0; i < exponent; i++) {
            power *= BASE;
        }
        return power;
    }
}
