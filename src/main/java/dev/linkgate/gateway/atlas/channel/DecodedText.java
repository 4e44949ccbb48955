package dev.linkgate.gateway.atlas.channel;

import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A text whose escapes are replaced by their characters, with the places of these in the original. */
final class DecodedText {

    // Those of URLs (%31), of HTML (&#49; &#x31;), and of JSON and others (a backslash and u0031 or x31).
    private static final Pattern ESCAPE = Pattern.compile("%([0-9A-Fa-f]{2})"
            + "|&#(?:([0-9]{1,7})|[xX]([0-9A-Fa-f]{1,6}));?"
            + "|\\\\(?:u([0-9A-Fa-f]{4})|x([0-9A-Fa-f]{2}))");

    private static final int DECIMAL_GROUP = 2;

    private final String text;

    /** Of each character, and last of the end. */
    private final int[] places;

    private DecodedText(String text, int[] places) {
        this.text = text;
        this.places = places;
    }

    static DecodedText of(String text) {
        int[] places = new int[text.length() + 1];
        Arrays.setAll(places, i -> i);
        return new DecodedText(text, places);
    }

    String text() {
        return text;
    }

    /** @return the place in the original where the character begins; or its end, for the index after the last one */
    int place(int index) {
        return places[index];
    }

    /** Whether it has escapes. */
    boolean isEncoded() {
        return ESCAPE.matcher(text).find();
    }

    /** The text with its escapes replaced; those that this makes remain. */
    DecodedText decoded() {
        StringBuilder decoded = new StringBuilder(text.length());
        int[] those = new int[text.length() + 1];
        Matcher escape = ESCAPE.matcher(text);
        int next = escape.find() ? escape.start() : text.length();
        for (int i = 0; i < text.length(); ) {
            those[decoded.length()] = places[i];
            if (i < next) {
                decoded.append(text.charAt(i));
                i++;
            } else {
                decoded.append(character(escape));
                i = escape.end();
                next = escape.find() ? escape.start() : text.length();
            }
        }
        those[decoded.length()] = places[text.length()];
        return new DecodedText(decoded.toString(), Arrays.copyOf(those, decoded.length() + 1));
    }

    /** Characters beyond the first plane are none of a key. */
    private static char character(Matcher escape) {
        for (int group = 1; group <= escape.groupCount(); group++) {
            String digits = escape.group(group);
            if (digits != null) {
                return (char) Integer.parseInt(digits, group == DECIMAL_GROUP ? 10 : 16);
            }
        }
        throw new IllegalStateException("each form of an escape has a group");
    }
}
