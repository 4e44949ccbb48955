package dev.linkgate.gateway.core.platform.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TrustedProxiesTest {

    @ParameterizedTest
    @CsvSource({
        "10.0.0.0/8, 10.255.0.1, true",
        "10.0.0.0/8, 11.0.0.1, false",
        "10.1.2.3/8, 10.9.9.9, true",
        "10.64.0.0/10, 10.127.255.255, true",
        "10.64.0.0/10, 10.128.0.0, false",
        "192.0.2.7, 192.0.2.7, true",
        "192.0.2.7, 192.0.2.8, false",
        "192.0.2.7, ::ffff:192.0.2.7, true",
        "2001:db8::/32, 2001:db8:ffff::1, true",
        "2001:db8::/32, 2001:db9::1, false",
        "::1, 0:0:0:0:0:0:0:1, true",
        "::1, 127.0.0.1, false",
        "0.0.0.0/1, ::1, false"
    })
    void aRangeContainsItsAddresses(String range, String address, boolean expected) {
        assertThat(proxies(range).contains(address)).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "unknown", "localhost", "127.0.0.1:80", "[::1]", "::1%lo", "127.0.0.1 ", "<script>"})
    void whatIsNoAddressIsNoProxys(String address) {
        assertThat(proxies("0.0.0.0/1", "128.0.0.0/1", "::/1").contains(address))
                .isFalse();
    }

    @Test
    void onlyNamedProxiesAreTrusted() {
        assertThat(proxies().isEmpty()).isTrue();
        assertThat(proxies().contains("127.0.0.1")).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "/8",
                "10.0.0.0/",
                "10.0.0.0/0",
                "::/0",
                "10.0.0.0/33",
                "10.0.0.0/-1",
                "10.0.0.0/8/8",
                "10.0.0.0/x",
                "::/129",
                "10.0.0",
                "10",
                "localhost",
                "proxy.example",
                "10\\.0\\..*",
                "[::1]",
                "fe80::1%eth0",
                "10.0.0.0-10.0.0.9"
            })
    void whatIsNoRangeIsRefused(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> AddressRange.of(text))
                .withMessageContaining(text);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
                    192.0.2.1|192.0.2.1
                    192.0.2.1, 10.0.0.1|192.0.2.1, 10.0.0.1
                    unknown, 192.0.2.1,10.0.0.1|192.0.2.1, 10.0.0.1
                    192.0.2.1, <script>, 10.0.0.1|0.0.0.0, 10.0.0.1
                    192.0.2.1, unknown|0.0.0.0
                    2001:DB8:0:0::1|2001:db8:0:0:0:0:0:1
                    ::ffff:192.0.2.1|192.0.2.1
                    192.0.2.1:4711|192.0.2.1
                    192.0.2.1:4711, 10.0.0.1:80|192.0.2.1, 10.0.0.1
                    [2001:db8::1]|2001:db8:0:0:0:0:0:1
                    [2001:db8::1]:443|2001:db8:0:0:0:0:0:1
                    [2001:db8::1]:443, 10.0.0.1|2001:db8:0:0:0:0:0:1, 10.0.0.1
                    2001:db8::1:443|2001:db8:0:0:0:0:1:443
                    [::ffff:192.0.2.1]:80|192.0.2.1
                    [192.0.2.1]|0.0.0.0
                    [2001:db8::1|0.0.0.0
                    2001:db8::1]:443|0.0.0.0
                    192.0.2.1:|0.0.0.0
                    192.0.2.1:http|0.0.0.0
                    192.0.2.1:4711:4711|0.0.0.0
                    192.0.2.1,|0.0.0.0
                    ,|0.0.0.0
                    ""|0.0.0.0
                    10.0.0.1|10.0.0.1
                    """)
    void onlyTrailingAddressesAreAccepted(String header, String taken) {
        assertThat(String.join(", ", proxies("10.0.0.0/8").addressesIn(header))).isEqualTo(taken);
    }

    private static TrustedProxies proxies(String... ranges) {
        return new TrustedProxies(Arrays.stream(ranges).map(AddressRange::of).toList());
    }
}
