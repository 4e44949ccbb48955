package dev.linkgate.gateway.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/** The shape of every error of the Atlas API, whoever made it. */
final class AtlasError {

    private AtlasError() {}

    /** @param path as it went on the wire */
    static boolean isAt(String path) {
        return path.replaceFirst("[?].*", "").replace("%61", "a").matches("/api/(atlas|private)([/;].*)?");
    }

    static void check(Answer answer) {
        if (answer.status() == 401) {
            assertThat(answer.headers().allValues("WWW-Authenticate"))
                    .as("challenges of %s", answer)
                    .anyMatch(challenge -> challenge.startsWith("Bearer"));
        }
        assertThat(answer.header("Content-Type")).as("%s", answer).isEqualTo("application/json");
        assertThat(answer.header("X-Error-Code")).as("%s", answer).matches("[A-Z][A-Z0-9_]+");
        if (answer.method().equals("HEAD")) {
            return;
        }
        JsonNode error = answer.json();
        Set<String> names = new HashSet<>(error.propertyNames());
        names.remove("badRequestDetail");
        assertThat(names)
                .as("%s", answer)
                .containsExactlyInAnyOrder("detail", "error", "errorCode", "parameters", "reason");
        assertThat(error.at("/error").asInt()).as("%s", answer).isEqualTo(answer.status());
        assertThat(error.at("/errorCode").asString()).as("%s", answer).isEqualTo(answer.header("X-Error-Code"));
        assertThat(error.at("/detail").asString()).as("%s", answer).isNotBlank();
        assertThat(error.at("/reason").asString()).as("%s", answer).isNotBlank();
        assertThat(error.at("/parameters").isArray()).as("%s", answer).isTrue();
        assertThat(error.at("/badRequestDetail/fields").valueStream())
                .as("%s", answer)
                .allSatisfy(field -> {
                    assertThat(field.at("/field").asString()).isNotBlank();
                    assertThat(field.at("/description").asString()).isNotBlank();
                });
    }
}
