package dev.linkgate.gateway.atlas.channel;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;
import dev.linkgate.gateway.atlas.credential.AtlasCredential;
import dev.linkgate.kernel.Secret;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.BitSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpHeaders;

/**
 * The secrets that an answer of Atlas could repeat, because the gateway used or received them in the same exchange: the
 * private key or client secret, the bearer token, and a digest's nonces, client nonce and response.
 *
 * <p>A proxy may truncate an echo, or encode it for a URL or for HTML. So a secret is found by the beginning of any
 * part of it that consists of letters, digits, {@code -} and {@code _}, which no encoder changes, and the text that
 * looks like its continuation is hidden too. The long-lived secrets are also found at any place inside base64, as in
 * {@code Authorization: Basic}, and by any of their {@linkplain SecretPieces pieces}.
 */
public final class RequestSecrets {

    private static final Logger log = LoggerFactory.getLogger(RequestSecrets.class);

    private static final String HIDDEN = "[hidden]";

    /** Shorter parts would match too much. A secret of short parts only is found as a whole. */
    private static final int MIN_PART = 8;

    private static final int MIN_WHOLE = 4;
    private static final int FOUND_BY = 12;
    private static final String CONTINUATION = "[A-Za-z0-9_.~+/=%-]*";

    /** Of the header fields of digests; the first is also the end of {@code cnonce} and {@code nextnonce}. */
    private static final List<String> DIGEST_FIELDS = List.of("nonce=", "response=", "rspauth=");

    /** Of each credential's secret while it is in use: its pieces cost more than all else that an answer is searched for. */
    private static final LoadingCache<Secret, LongLived> LONG_LIVED =
            Caffeine.newBuilder().weakKeys().build(RequestSecrets::longLived);

    private final AtlasRequest request;
    private final HttpHeaders answer;
    private @Nullable List<String> beginnings;

    /** How a private key or client secret is found. */
    private record LongLived(List<String> beginnings, SecretPieces pieces) {}

    /**
     * @param request as it was sent
     * @param answer the header of its answer
     */
    public RequestSecrets(AtlasRequest request, HttpHeaders answer) {
        this.request = request;
        this.answer = answer;
    }

    /** The text with each secret in it replaced. Nothing is prepared for a text too short to contain one. */
    public String hideIn(String text) {
        if (text.length() < MIN_WHOLE) {
            return text;
        }
        LongLived longLived = LONG_LIVED.get(secretOf(request.credential()));
        if (beginnings == null) {
            beginnings = withShortLived(longLived.beginnings());
        }
        String harmless = withoutPieces(withoutBeginnings(text, beginnings), longLived.pieces());
        if (!harmless.equals(text)) {
            log.warn(
                    "An answer of Atlas, or of a proxy before it, repeats a secret of credential {}; it was hidden",
                    request.credential().name());
        }
        return harmless;
    }

    private static String withoutBeginnings(String text, List<String> beginnings) {
        if (beginnings.stream().noneMatch(text.toLowerCase(Locale.ROOT)::contains)) {
            return text;
        }
        String any =
                beginnings.stream().map(Pattern::quote).collect(Collectors.joining("|", "(?:", ")" + CONTINUATION));
        return Pattern.compile(any, Pattern.CASE_INSENSITIVE).matcher(text).replaceAll(HIDDEN);
    }

    private static String withoutPieces(String text, SecretPieces pieces) {
        BitSet places = pieces.in(text);
        StringBuilder harmless = new StringBuilder(text);
        for (int end = places.length(); end > 0; ) { // from the end, so that the places before stay the same
            int start = places.previousClearBit(end - 1) + 1;
            harmless.replace(start, end, HIDDEN);
            end = start == 0 ? 0 : places.previousSetBit(start - 1) + 1;
        }
        return harmless.toString();
    }

    private static Secret secretOf(AtlasCredential credential) {
        return switch (credential) {
            case AtlasCredential.DigestKey key -> key.privateKey();
            case AtlasCredential.ServiceAccount account -> account.clientSecret();
        };
    }

    private static LongLived longLived(Secret secret) {
        String text = secret.reveal();
        List<String> found = new ArrayList<>();
        addParts(text, found);
        addBase64(text, found);
        return new LongLived(found, SecretPieces.of(text));
    }

    /** With the beginnings of the secrets of this exchange alone. */
    private List<String> withShortLived(List<String> longLived) {
        List<String> found = new ArrayList<>(longLived);
        Secret authorization = request.authorization();
        if (authorization != null) {
            String header = authorization.reveal();
            if (header.startsWith("Digest ")) {
                addDigestFields(header, found);
            } else {
                addParts(header.substring(header.indexOf(' ') + 1), found);
            }
        }
        answer.getOrEmpty(HttpHeaders.WWW_AUTHENTICATE).forEach(line -> addDigestFields(line, found));
        answer.getOrEmpty("Authentication-Info").forEach(line -> addDigestFields(line, found));
        return found;
    }

    private static void addDigestFields(String header, List<String> found) {
        for (String field : DIGEST_FIELDS) {
            for (int at = header.indexOf(field); at >= 0; at = header.indexOf(field, at + 1)) {
                int start = at + field.length();
                boolean quoted = header.startsWith("\"", start);
                int end = header.indexOf(quoted ? '"' : ',', start + 1);
                addParts(header.substring(quoted ? start + 1 : start, end < 0 ? header.length() : end), found);
            }
        }
    }

    private static void addBase64(String secret, List<String> found) {
        byte[] bytes = secret.getBytes(StandardCharsets.UTF_8);
        for (int before = 0; before < 3; before++) {
            addParts(SecretPieces.base64(bytes, before), found);
        }
    }

    private static void addParts(String secret, List<String> found) {
        int before = found.size();
        int start = 0;
        for (int i = 0; i <= secret.length(); i++) {
            if (i == secret.length() || !isPlain(secret.charAt(i))) {
                if (i - start >= MIN_PART) {
                    found.add(lowerCase(secret.substring(start, Math.min(i, start + FOUND_BY))));
                }
                start = i + 1;
            }
        }
        if (found.size() == before && secret.length() >= MIN_WHOLE) {
            found.add(lowerCase(secret));
        }
    }

    private static String lowerCase(String text) {
        return text.toLowerCase(Locale.ROOT);
    }

    private static boolean isPlain(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '_';
    }

    /**
     * Finds any piece of a secret in a text, also if the text has it in hex or in base64, with escapes, or with blanks and
     * other characters in between.
     *
     * <p>Secret and text are reduced to their letters and digits, in one case. A piece is {@value #LENGTH} of them in a row.
     * As a number in base 36 it fits into a long, so pieces are compared exactly, and a text costs some steps a character. A
     * random secret has about 60 bits in a piece, 48 in hex: other texts do not have it by chance.
     */
    static final class SecretPieces {

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
}
