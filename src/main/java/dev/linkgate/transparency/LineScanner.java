package dev.linkgate.transparency;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** Reads one line of JSON from left to right, and accepts each value in only one form. */
final class LineScanner {

    private static final class Escape {

        final int character;
        final byte[] bytes;

        Escape(int character, String bytes) {
            this.character = character;
            this.bytes = ascii(bytes);
        }
    }

    static final byte[] NULL = ascii("null");
    private static final byte[] TRUE = ascii("true");
    private static final byte[] FALSE = ascii("false");

    /** A zero stands for any digit. */
    private static final byte[] TIME = ascii("\"0000-00-00T00:00:00.000000Z\"");

    /** How a gateway writes the characters that JSON demands to be escaped. */
    private static final List<Escape> ESCAPES = IntStream.concat(IntStream.range(0, ' '), IntStream.of('"', '\\'))
            .mapToObj(character -> new Escape(
                    character,
                    switch (character) {
                        case '"' -> "\\\"";
                        case '\\' -> "\\\\";
                        case '\b' -> "\\b";
                        case '\t' -> "\\t";
                        case '\n' -> "\\n";
                        case '\f' -> "\\f";
                        case '\r' -> "\\r";
                        default -> "\\u%04X".formatted(character);
                    }))
            .toList();

    private static final long MICROS_PER_SECOND = 1_000_000;
    private static final long SECONDS_PER_DAY = 86_400;
    private static final int HASH_LENGTH = 64;

    /** A table, because branches on the digits of a hash cannot be predicted. */
    private static final boolean[] HEX_DIGIT = new boolean[256];

    static {
        for (char digit : "0123456789abcdef".toCharArray()) {
            HEX_DIGIT[digit] = true;
        }
    }

    private static final int END = -1;

    private final byte[] bytes;
    private final int from;
    private final int to;
    private int at;

    /**
     * @param from the index of the line's first byte
     * @param to the index behind its last byte
     */
    LineScanner(byte[] bytes, int from, int to) {
        this.bytes = bytes;
        this.from = from;
        this.to = to;
        this.at = from;
    }

    /** The bytes of a field's name with what is around it. */
    static byte[] name(char before, String name) {
        return ascii(before + "\"" + name + "\":");
    }

    void skip(byte[] expected) throws MalformedLine {
        if (!skipIfThere(expected)) {
            throw malformed(new String(expected, StandardCharsets.US_ASCII));
        }
    }

    boolean skipIfThere(byte[] expected) {
        int end = at + expected.length;
        if (end > to || !Arrays.equals(bytes, at, end, expected, 0, expected.length)) {
            return false;
        }
        at = end;
        return true;
    }

    void skip(char expected) throws MalformedLine {
        if (next() != expected) {
            throw malformed(String.valueOf(expected));
        }
        at++;
    }

    /** Nothing may follow. */
    void end() throws MalformedLine {
        if (at != to) {
            throw malformed("the end of the line");
        }
    }

    void textOrNull(CanonicalForm form) throws MalformedLine {
        if (skipIfThere(NULL)) {
            form.absent();
        } else {
            text(form);
        }
    }

    void text(CanonicalForm form) throws MalformedLine {
        skip('"');
        int start = at;
        skipPlain();
        if (next() == '"') {
            form.text(bytes, start, at - start);
        } else {
            byte[] utf8 = unescaped(start);
            form.text(utf8, 0, utf8.length);
        }
        skip('"');
    }

    /** A text as UTF-8. */
    byte[] text() throws MalformedLine {
        skip('"');
        int start = at;
        skipPlain();
        byte[] utf8 = next() == '"' ? since(start) : unescaped(start);
        skip('"');
        return utf8;
    }

    /** A text of small letters and hyphens. */
    byte[] word() throws MalformedLine {
        skip('"');
        int start = at;
        while ((next() >= 'a' && next() <= 'z') || next() == '-') {
            at++;
        }
        byte[] word = since(start);
        skip('"');
        return word;
    }

    /** Adds an object as it is written: only its end is looked for. */
    void object(CanonicalForm form) throws MalformedLine {
        int start = at;
        if (next() != '{') {
            throw malformed("an object");
        }
        int depth = 0;
        do {
            switch (next()) {
                case END -> throw malformed("the end of an object");
                case '"' -> text();
                case '{' -> {
                    depth++;
                    at++;
                }
                case '}' -> {
                    depth--;
                    at++;
                }
                default -> at++;
            }
        } while (depth > 0);
        form.text(bytes, start, at - start);
    }

    /** The place of the next byte. */
    int position() {
        return at;
    }

    /** The bytes from a position up to the next byte. */
    byte[] since(int position) {
        return Arrays.copyOfRange(bytes, position, at);
    }

    /** Ends at the quote behind the text. */
    private byte[] unescaped(int start) throws MalformedLine {
        ByteArrayOutputStream utf8 = new ByteArrayOutputStream();
        utf8.write(bytes, start, at - start);
        while (next() != '"') {
            utf8.write(escaped());
            int plain = at;
            skipPlain();
            utf8.write(bytes, plain, at - plain);
        }
        return utf8.toByteArray();
    }

    /** Skips what stands for itself in a text. */
    private void skipPlain() {
        int i = at;
        while (i < to && bytes[i] != '"' && bytes[i] != '\\' && (bytes[i] >= ' ' || bytes[i] < 0)) {
            i++;
        }
        at = i;
    }

    private int escaped() throws MalformedLine {
        for (Escape escape : ESCAPES) {
            if (skipIfThere(escape.bytes)) {
                return escape.character;
            }
        }
        throw malformed("a character of a text");
    }

    void numberOrNull(CanonicalForm form) throws MalformedLine {
        if (skipIfThere(NULL)) {
            form.absent();
        } else {
            form.number(number());
        }
    }

    /** Of 64 bits, as JSON has it without zeros before it. */
    long number() throws MalformedLine {
        boolean negative = next() == '-';
        if (negative) {
            at++;
        }
        int first = next();
        int start = at;
        long opposite = 0; // because it can be as small as the smallest number
        while (isDigit(next())) {
            int digit = next() - '0';
            if (opposite < (Long.MIN_VALUE + digit) / 10) {
                throw malformed("a number of 64 bits");
            }
            opposite = opposite * 10 - digit;
            at++;
        }
        boolean isCanonical = first == '0' ? at == start + 1 && !negative : at > start;
        if (!isCanonical || (opposite == Long.MIN_VALUE && !negative)) {
            throw malformed("a number");
        }
        return negative ? opposite : -opposite;
    }

    void flagOrNull(CanonicalForm form) throws MalformedLine {
        if (skipIfThere(NULL)) {
            form.absent();
        } else if (skipIfThere(TRUE)) {
            form.number(1);
        } else {
            skip(FALSE);
            form.number(0);
        }
    }

    void time(CanonicalForm form) throws MalformedLine {
        if (to - at < TIME.length) {
            throw malformed("a time");
        }
        for (int i = 0; i < TIME.length; i++) {
            boolean fits = TIME[i] == '0' ? isDigit(bytes[at + i]) : bytes[at + i] == TIME[i];
            if (!fits) {
                throw malformed("a time");
            }
        }
        int hour = digits(12, 2);
        int minute = digits(15, 2);
        int second = digits(18, 2);
        if (hour > 23 || minute > 59 || second > 59) {
            throw malformed("a time");
        }
        long seconds = epochDay() * SECONDS_PER_DAY + (hour * 60L + minute) * 60 + second;
        form.number(seconds * MICROS_PER_SECOND + digits(21, 6));
        at += TIME.length;
    }

    private long epochDay() throws MalformedLine {
        try {
            return LocalDate.of(digits(1, 4), digits(6, 2), digits(9, 2)).toEpochDay();
        } catch (DateTimeException e) {
            throw malformed("a time");
        }
    }

    /** A part of the time that begins here. */
    private int digits(int from, int count) {
        int number = 0;
        for (int i = at + from; i < at + from + count; i++) {
            number = number * 10 + bytes[i] - '0';
        }
        return number;
    }

    /** 64 lower-case hex digits. */
    String hash() throws MalformedLine {
        skip('"');
        int end = at;
        while (end < to && HEX_DIGIT[bytes[end] & 0xff]) {
            end++;
        }
        if (end - at != HASH_LENGTH) {
            throw malformed("a hash");
        }
        String hash = new String(bytes, at, HASH_LENGTH, StandardCharsets.ISO_8859_1);
        at = end;
        skip('"');
        return hash;
    }

    private static boolean isDigit(int c) {
        return c >= '0' && c <= '9';
    }

    private int next() {
        return at < to ? bytes[at] : END;
    }

    private MalformedLine malformed(String expected) {
        return new MalformedLine("its line is malformed at byte " + (at - from + 1) + ", the place of " + expected);
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
