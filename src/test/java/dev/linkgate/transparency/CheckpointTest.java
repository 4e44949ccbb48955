package dev.linkgate.transparency;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Checkpoints against the example of C2SP tlog-checkpoint. */
class CheckpointTest {

    private static final String ROOT = "CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=";
    private static final String HASH = "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";
    private static final String LAST = "record-hash " + HASH + "\n";
    private static final String TEXT = "example.com/behind-the-sofa\n20852163\n" + ROOT + "\n" + LAST;

    @Test
    void theKnownTextIsRead() {
        Checkpoint checkpoint = Checkpoint.parse(TEXT);

        assertThat(checkpoint.origin()).isEqualTo("example.com/behind-the-sofa");
        assertThat(checkpoint.size()).isEqualTo(20_852_163);
        assertThat(checkpoint.root()).isEqualTo(TreeHash.ofBase64(ROOT));
        assertThat(checkpoint.text()).isEqualTo(TEXT);
    }

    @Test
    void linesOfOtherExtensionsAreIgnored() {
        assertThat(Checkpoint.parse(TEXT + "more\n")).isEqualTo(Checkpoint.parse(TEXT));
    }

    @Test
    void theHashOfTheLastRecordIsAnExtension() {
        assertThat(Checkpoint.parse(TEXT).lastHash()).isEqualTo(HASH);
    }

    @Test
    void theEmptyTreeHasTheSizeZero() {
        Checkpoint empty = new Checkpoint("a", 0, TreeHash.EMPTY, null);

        assertThat(Checkpoint.parse(empty.text())).isEqualTo(empty);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "a\n1\n" + ROOT + "\n",
                "a\n1\n" + LAST,
                "a\n1\n" + ROOT,
                "\n1\n" + ROOT + "\n" + LAST,
                "a\n01\n" + ROOT + "\n" + LAST,
                "a\n00\n" + ROOT + "\n" + LAST,
                "a\n+1\n" + ROOT + "\n" + LAST,
                "a\n-1\n" + ROOT + "\n" + LAST,
                "a\n 1\n" + ROOT + "\n" + LAST,
                "a\n\n" + ROOT + "\n" + LAST,
                "a\n1.0\n" + ROOT + "\n" + LAST,
                "a\n٣\n" + ROOT + "\n" + LAST,
                "a\n9223372036854775808\n" + ROOT + "\n" + LAST,
                "a\n1\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2J=\n" + LAST,
                "a\n1\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I\n" + LAST,
                "a\n1\nAAAA\n" + LAST,
                "a\u0007\n1\n" + ROOT + "\n" + LAST,
                "a\n1\n" + ROOT + "\n\n" + LAST,
                "a\n1\n" + ROOT + "\n\nmore\n" + LAST,
                "a\n1\n" + ROOT + "\nrecord-hash \n",
                "a\n1\n" + ROOT + "\nrecord-hash 00\n",
                "a\n1\n" + ROOT + "\nrecord-hash " + HASH + "0\n",
                "a\n1\n" + ROOT + "\nrecord-hash  " + HASH + "\n",
                "a\n1\n" + ROOT + "\nrecord-hash " + HASH + "\nrecord-hash " + HASH + "\n",
                "a\n1\n" + ROOT + "\nrecord-hash 0123456789ABCDEF0123456789abcdef0123456789abcdef0123456789abcdef\n"
            })
    void otherTextsAreNoCheckpoints(String text) {
        assertThatExceptionOfType(MalformedNote.class).isThrownBy(() -> Checkpoint.parse(text));
    }
}
