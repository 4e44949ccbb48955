package dev.linkgate.transparency;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.linkgate.kernel.Secret;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Notes and keys against the examples of golang.org/x/mod/sumdb/note and of C2SP signed-note. */
class SignedNoteTest {

    private static final String TEXT = """
            If you think cryptography is the answer to your problem,
            then you don't know what your problem is.
            """;
    private static final String NEUMANN =
            "— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n";
    private static final String ROOT =
            "— EnochRoot rwz+eBzmZa0SO3NbfRGzPCpDckykFXSdeX+MNtCOXm2/5n2tiOHp+vAF1aGrQ5ovTG01oOTGwnWLox33WWd1RvMc+QQ=\n";
    private static final String NOTE = TEXT + "\n" + NEUMANN;

    private static final String NEUMANN_KEY = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW";
    private static final String ROOT_KEY = "EnochRoot+af0cfe78+ATtqJ7zOtqQtYqOo0CpvDXNlMhV3HeJDpjrASKGLWdop";

    private static final String C2SP_KEY = "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k";

    /** The base64 of the type and the seed in the example's private key. */
    private static final String NEUMANN_SEED = "AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz";

    private final NoteKey neumann = NoteKey.parse(NEUMANN_KEY);
    private final NoteKey root = NoteKey.parse(ROOT_KEY);

    @Test
    void theKnownNoteIsSignedByItsKey() {
        SignedNote note = SignedNote.parse(NOTE);

        assertThat(note.text()).isEqualTo(TEXT);
        assertThat(neumann.hasSigned(note)).isTrue();
        assertThat(root.hasSigned(note)).isFalse();
        assertThat(neumann.name()).isEqualTo("PeterNeumann");
        assertThat(neumann).hasToString(NEUMANN_KEY).isEqualTo(NoteKey.parse(NEUMANN_KEY));
        assertThat(NoteKey.parse(C2SP_KEY)).hasToString(C2SP_KEY);
        assertThat(note).hasToString(NOTE).isEqualTo(SignedNote.parse(NOTE.getBytes(StandardCharsets.UTF_8)));
    }

    /** Ed25519 is deterministic. */
    @Test
    void theKnownSeedMakesTheKnownSignature() {
        byte[] typeAndSeed = Base64.getDecoder().decode(NEUMANN_SEED);
        NoteSigner signer = NoteSigner.of(neumann, base64(Arrays.copyOfRange(typeAndSeed, 1, typeAndSeed.length)));

        assertThat(signer.sign(TEXT)).hasToString(NOTE);
    }

    @Test
    void anotherKeysSeedIsRefused() {
        NoteSigner made = NoteSigner.generate("example.com/log");

        assertThat(NoteSigner.of(made.key(), made.seed()).sign("a\n")).isEqualTo(made.sign("a\n"));
        Stream.of(NoteSigner.generate("example.com/log").seed(), base64(new byte[31]), Secret.of("?"), Secret.of(""))
                .forEach(seed -> malformed(() -> NoteSigner.of(made.key(), seed)));
        assertThat(made.toString())
                .contains(made.key().toString())
                .doesNotContain(made.seed().reveal());
    }

    @Test
    void signaturesOfUnknownKeysDoNotCount() {
        SignedNote note = SignedNote.parse(NOTE + ROOT + "— quasimodo.example/salvatore NnugSzTjtVAewIS+Z/iJhUPe\n");
        NoteSigner namesake = NoteSigner.generate("PeterNeumann");

        assertThat(note.isSignedByOneOf(List.of(root))).isTrue();
        assertThat(note.isSignedByOneOf(List.of(namesake.key()))).isFalse();
        assertThat(note.isSignedByOneOf(List.of(namesake.key(), neumann))).isTrue();
        assertThat(note.isSignedByOneOf(List.of())).isFalse();
    }

    @Test
    void aWrongSignatureOfAKnownKeySpoilsTheNote() {
        String forged = ROOT.replace("1aGrQ5ov", "1aGrQ5oV");
        SignedNote note = SignedNote.parse(NOTE + forged);

        assertThat(note.isSignedByOneOf(List.of(neumann))).isTrue();
        assertThat(note.isSignedByOneOf(List.of(neumann, root))).isFalse();
        assertThat(root.hasSigned(SignedNote.parse(TEXT + "\n" + ROOT + forged)))
                .isFalse();
    }

    @Test
    void everyAlteredBitOfANoteIsFound() {
        byte[] note = NOTE.getBytes(StandardCharsets.UTF_8);
        for (int bit = 0; bit < note.length * Byte.SIZE; bit++) {
            byte[] altered = note.clone();
            altered[bit / Byte.SIZE] ^= (byte) (1 << bit % Byte.SIZE);
            assertThat(isSigned(altered)).as("bit %d", bit).isFalse();
        }
    }

    @Test
    void everyCutNoteIsFound() {
        byte[] note = NOTE.getBytes(StandardCharsets.UTF_8);
        for (int length = 0; length < note.length; length++) {
            assertThat(isSigned(Arrays.copyOf(note, length)))
                    .as("%d bytes", length)
                    .isFalse();
        }
    }

    private boolean isSigned(byte[] note) {
        try {
            return neumann.hasSigned(SignedNote.parse(note));
        } catch (MalformedNote e) {
            return false;
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "\n",
                "a\n",
                "a\n\n",
                "a\n\n— PeterNeumann x08go/ZJ",
                "a\n\n- PeterNeumann x08go/ZJ\n",
                "a\n\n—PeterNeumann x08go/ZJ\n",
                "a\n\n— PeterNeumann\n",
                "a\n\n— PeterNeumann \n",
                "a\n\n—  x08go/ZJ\n",
                "a\n\n— Peter+Neumann x08go/ZJ\n",
                "a\n\n— Peter\u00a0Neumann x08go/ZJ\n",
                "a\n\n— PeterNeumann x08go/ZJ x08go/ZJ\n",
                "a\n\n— PeterNeumann x08goA==\n",
                "a\n\n— PeterNeumann x08go/Z\n",
                "a\n\n— PeterNeumann x08go/Y\n",
                "a\n\n— PeterNeumann x08go_ZJ\n",
                "a\n\n— PeterNeumann x08go/ZJ\r\n",
                "a\r\n\n— PeterNeumann x08go/ZJ\n",
                "a\u0000\n\n— PeterNeumann x08go/ZJ\n",
                "a\ud800\n\n— PeterNeumann x08go/ZJ\n",
                "a\n\n— PeterNeumann x08go/ZJ\n\n",
                "a\n\n— PeterNeumann x08go/ZJ\nb\n"
            })
    void malformedNotesAreRefused(String note) {
        malformed(() -> SignedNote.parse(note));
    }

    @Test
    void notesThatAreNotUtf8OrHaveTooManySignaturesAreRefused() {
        malformed(() -> SignedNote.parse(NOTE.getBytes(StandardCharsets.UTF_16)));
        assertThat(SignedNote.parse("a\n\n" + NEUMANN.repeat(100)).text()).isEqualTo("a\n");
        malformed(() -> SignedNote.parse("a\n\n" + NEUMANN.repeat(101)));
        malformed(() -> NoteSigner.generate("a").sign("no whole line"));
    }

    /** The text ends at the last blank line, so it may have some of its own. */
    @Test
    void aTextMayHaveBlankLines() {
        NoteSigner signer = NoteSigner.generate("example.com/ą");
        SignedNote note = SignedNote.parse(signer.sign("a\n\nb\n").toString());

        assertThat(note.text()).isEqualTo("a\n\nb\n");
        assertThat(signer.key().hasSigned(note)).isTrue();
    }

    @Test
    void everyAlteredOrCutKeyIsRefused() {
        for (int from = 0; from < NEUMANN_KEY.length(); from++) {
            for (int to = from; to < NEUMANN_KEY.length(); to++) {
                String part = NEUMANN_KEY.substring(from, from == 0 ? to : to + 1);
                malformed(() -> NoteKey.parse(part));
            }
            char[] altered = NEUMANN_KEY.toCharArray();
            altered[from]++;
            malformed(() -> NoteKey.parse(new String(altered)));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "PeterNeumann+C74F20A3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
                "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW\n",
                " PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
                "PeterNeumann+c74f20a3",
                "+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
                "rekor.sigstore.dev+c0d23d6a+AjBZMBMGByqGSM49AgEGCCqGSM49AwEHA0IABNhtmPtrWm3U1eQXBogSMdGvXwBcK5AW5i0hrZLOC96l"
            })
    void otherTextsAreNoKeys(String text) {
        malformed(() -> NoteKey.parse(text));
    }

    private static Secret base64(byte[] bytes) {
        return Secret.of(Base64.getEncoder().encodeToString(bytes));
    }

    private static void malformed(Runnable parse) {
        assertThatExceptionOfType(MalformedNote.class).isThrownBy(parse::run);
    }
}
