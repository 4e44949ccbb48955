package dev.linkgate.gateway.feature.digest;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RequestTargetTest {

    private final RequestTarget target =
            new RequestTarget("atlas.example:8080", "/api/atlas/v2/groups?pageNum=1&x=%2F");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/api/atlas/v2/groups?pageNum=1&x=%2F",
                "http://atlas.example:8080/api/atlas/v2/groups?pageNum=1&x=%2F",
                "HTTPS://Atlas.Example:8080/api/atlas/v2/groups?pageNum=1&x=%2F"
            })
    void isNamedByItsPathAndQueryOrAsAWhole(String uri) {
        assertThat(target.isNamedBy(uri)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "/",
                "*",
                "/api/atlas/v2/groups",
                "/api/atlas/v2/groups?pageNum=1&x=/",
                "/api/atlas/v2/groups?pageNum=1&x=%2f",
                "/API/atlas/v2/groups?pageNum=1&x=%2F",
                "/api/atlas/v2/groups?pageNum=1&x=%2F#",
                "http://atlas.example/api/atlas/v2/groups?pageNum=1&x=%2F",
                "http://other.example:8080/api/atlas/v2/groups?pageNum=1&x=%2F",
                "http://atlas.example:8080/API/atlas/v2/groups?pageNum=1&x=%2F",
                "ftp://atlas.example:8080/api/atlas/v2/groups?pageNum=1&x=%2F",
                "http://"
            })
    void isNamedByNothingElse(String uri) {
        assertThat(target.isNamedBy(uri)).isFalse();
    }
}
