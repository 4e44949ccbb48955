package dev.linkgate.gateway.feature.credentials;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.json.JsonMapper;

class VerificationResultTest {

    @ParameterizedTest
    @CsvSource({
        "GROUP_OWNER, true",
        "ORG_OWNER, true",
        "ORG_MEMBER GROUP_OWNER, true",
        "GROUP_NETWORK_ACCESS_MANAGER GROUP_OWNER, true",
        "GROUP_NETWORK_ACCESS_MANAGER, ",
        "ORG_MEMBER GROUP_NETWORK_ACCESS_MANAGER, ",
        "ORG_MEMBER GROUP_READ_ONLY, false",
        "GROUP_CLUSTER_MANAGER, false",
        "'', false"
    })
    void rolesDecideWhetherItCanWrite(String roles, @Nullable Boolean canWrite) {
        List<String> names = roles.isEmpty() ? List.of() : List.of(roles.split(" "));

        assertThat(VerificationResult.Accepted.onProject(names))
                .isEqualTo(new VerificationResult.Accepted(true, true, canWrite, names));
    }

    @Test
    void unknownIsNull() {
        assertThat(json(VerificationResult.Accepted.onProject(null)))
                .isEqualTo("{\"ok\":true,\"canRead\":true,\"canWrite\":null,\"roles\":null}");
        assertThat(json(VerificationResult.Accepted.withoutProject(List.of("ORG_OWNER"))))
                .isEqualTo("{\"ok\":true,\"canRead\":null,\"canWrite\":null,\"roles\":[\"ORG_OWNER\"]}");
    }

    private static String json(VerificationResult result) {
        return JsonMapper.shared().writeValueAsString(result);
    }
}
