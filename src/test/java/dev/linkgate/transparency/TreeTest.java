package dev.linkgate.transparency;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Roots against those that other implementations of RFC 6962 make. */
class TreeTest {

    /** The eight leaves of the tests of Certificate Transparency, and the root after each. */
    private static final List<String> DATA =
            List.of("", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f");

    private static final List<String> ROOTS = List.of(
            "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
            "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
            "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
            "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
            "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
            "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
            "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
            "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328");

    private final TestTree known = new TestTree();

    TreeTest() {
        for (String data : DATA) {
            known.add(TreeHash.of(TestTree.sha256(HexFormat.of().parseHex("00" + data))));
        }
    }

    @Test
    void theRootsAreThoseOfCertificateTransparency() {
        assertThat(TreeHash.EMPTY).isEqualTo(hash("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"));
        assertThat(known.root(0)).isEqualTo(TreeHash.EMPTY);
        for (int size = 1; size <= DATA.size(); size++) {
            assertThat(known.root(size)).isEqualTo(hash(ROOTS.get(size - 1)));
        }
    }

    /** Golang's tlog has made the expected ones, with the 32 bytes as the data of a record. */
    @Test
    void theLeafOfARecordIsOverTheBytesOfItsHash() {
        Frontier frontier = new Frontier();
        for (int i = 0; i < 1000; i++) {
            frontier.append(TestTree.recordHash(i));
            switch (i + 1) {
                case 1 -> assertRoot(frontier, "rqgzBoBIuC9CJxwY4AdqUjDLx9cRyZ3halkX2xSjsEQ=");
                case 256 -> assertRoot(frontier, "KoNTZbA3WHYKqst0vqYCO5oBbP+FWdFmGiOdQ0pQGLE=");
                case 257 -> assertRoot(frontier, "J3jxtFcpyiVu58e9NkBfql+BDZWLjGCmcaM4EmIvdjg=");
                case 300 -> assertRoot(frontier, "t+8dfRR2eeD73ODAs9kBoDc71IpWAnHN9RvwBcne35Y=");
                case 1000 -> assertRoot(frontier, "PNLcUt+u8g4KPCWdlKv5nT5x4qODf0CJxeXqXTTXoYg=");
                default -> {}
            }
        }
        assertThat(TestTree.of(1000).root(1000)).isEqualTo(frontier.root());
    }

    @Test
    void aFrontierContinuesWhereAnotherEnded() {
        TestTree tree = TestTree.of(300);
        Frontier frontier = new Frontier();
        for (int size = 1; size <= 300; size++) {
            frontier = Frontier.parse(size - 1, frontier.text());
            frontier.append(TestTree.recordHash(size - 1));
            assertThat(frontier.size()).isEqualTo(size);
            assertThat(frontier.root()).isEqualTo(tree.root(size));
        }
        assertThatIllegalArgumentException().isThrownBy(() -> Frontier.of(3, List.of(TreeHash.EMPTY)));
        assertThatIllegalArgumentException().isThrownBy(() -> Frontier.of(-1, List.of()));
    }

    @Test
    void aHashHasOneText() {
        TreeHash hash = hash(ROOTS.get(0));
        String base64 = hash.base64();

        assertThat(TreeHash.ofBase64(base64)).isEqualTo(hash).hasToString(base64);
        assertThat(TreeHash.of(hash.bytes())).isEqualTo(hash).hasSameHashCodeAs(hash);
        Stream.of(
                        "",
                        base64.substring(0, base64.length() - 1),
                        base64.replace('+', '-') + "=",
                        " " + base64,
                        base64.substring(0, 42) + "1=", // equal bytes, with bits after the last one
                        "AAAA")
                .forEach(text -> assertThatIllegalArgumentException().isThrownBy(() -> TreeHash.ofBase64(text)));
        assertThatIllegalArgumentException().isThrownBy(() -> TreeHash.of(new byte[33]));
        assertThatIllegalArgumentException().isThrownBy(() -> TreeHash.leaf(new byte[31]));
    }

    private static void assertRoot(Frontier frontier, String base64) {
        assertThat(frontier.root().base64()).isEqualTo(base64);
    }

    private static TreeHash hash(String hex) {
        return TreeHash.of(HexFormat.of().parseHex(hex));
    }
}
