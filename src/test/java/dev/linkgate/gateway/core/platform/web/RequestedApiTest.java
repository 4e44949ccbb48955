package dev.linkgate.gateway.core.platform.web;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.mock.web.MockHttpServletRequest;

class RequestedApiTest {

    @ParameterizedTest
    @CsvSource({
        "/api/atlas, ATLAS",
        "/api/atlas/, ATLAS",
        "/api/atlas/v2/groups, ATLAS",
        "/api/atlas/v1.0/nowhere, ATLAS",
        "/api/%61tlas/v2, ATLAS",
        "/%61pi/atlas/v2, ATLAS",
        "/api/atlas/%zz, ATLAS",
        "//api/atlas/v2, ATLAS",
        "/api/private/v1.0/telemetry/events, ATLAS",
        "/api/oauth/token, OAUTH",
        "/api/oauth, OAUTH",
        "/api/atlasx/v2, LINKGATE",
        "/api/%zz/v2, LINKGATE",
        "/api%2fatlas/v2, LINKGATE",
        "/api, LINKGATE",
        "/x/api/atlas, LINKGATE",
        "/projects/api/atlas, LINKGATE",
        "/projects, LINKGATE",
        "'', LINKGATE"
    })
    void thePathDecides(String path, RequestedApi api) {
        MockHttpServletRequest request = new MockHttpServletRequest("GET", path);
        RequestedApi.note(request);
        assertThat(RequestedApi.of(request)).isEqualTo(api);
    }

    @Test
    void withoutAPathItIsTheGatewaysOwn() {
        assertThat(RequestedApi.ofPath(null)).isEqualTo(RequestedApi.LINKGATE);
    }
}
