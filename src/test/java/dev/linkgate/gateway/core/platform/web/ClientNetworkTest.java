package dev.linkgate.gateway.core.platform.web;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ClientNetworkTest {

    @ParameterizedTest
    @CsvSource({
        "192.0.2.7, 192.0.2.7",
        "127.0.0.1, 127.0.0.1",
        "2001:db8:0:1:0:0:0:7, 2001:db8:0:1::/64",
        "2001:db8:0:1::8, 2001:db8:0:1::/64",
        "2001:DB8:0:1:ffff:ffff:ffff:ffff, 2001:db8:0:1::/64",
        "2001:db8:0:2::8, 2001:db8:0:2::/64",
        "fe80::1%eth0, fe80::/64",
        "0:0:0:0:0:0:0:1, ::1",
        "::ffff:192.0.2.7, ::ffff:c000:207",
        "localhost, unknown",
        "192.0.2.300, unknown",
        "'', unknown",
        "<script>, unknown"
    })
    void oneCallersAddressesAreOne(String address, String network) {
        assertThat(ClientNetwork.of(address)).isEqualTo(network);
    }
}
