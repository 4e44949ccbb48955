package dev.linkgate.gateway.app;

import static dev.linkgate.gateway.app.AnswerAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import dev.linkgate.sandbox.state.EndpointStatus;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Tag("postgresql")
@AloneWithoutRetries
class QueryParametersTest {

    private final Gateway gateway = Gateway.aloneWithoutRetries();
    private final Scene scene = Scene.in(gateway);

    @ParameterizedTest
    @CsvSource({
        "GET, /projects, page=2, page",
        "GET, /projects, pageNum=1&pageNum=2, pageNum",
        "GET, /projects, includeCount=yes, includeCount",
        "GET, /projects/{project}/links, pretty=1, pretty",
        "GET, /projects/{project}/links/{link}, region=US_EAST_1, region",
        "GET, /projects/{project}/links/{link}/endpoints, envelope=TRUE, envelope",
        "GET, /projects/{project}/audit, projectId=000000000000000000000000, projectId",
        "GET, /problems, q=rate, q",
        "POST, /projects/{project}/links/{link}/endpoints, dryRun=yes, dryRun",
        "POST, /projects/{project}/links/{link}/endpoints, dryrun=true, dryrun",
        "POST, /projects/{project}/links, provider=AWS, provider",
        "PUT, /projects/{project}/links/{link}/endpoints/{endpoint}, allowLinkRemoval=1, allowLinkRemoval",
        "DELETE, /projects/{project}/links/{link}/endpoints/{endpoint}, force=true, force",
        "PUT, /admin/credentials/default, verify=, verify",
        "DELETE, /admin/teams/nobody, keys=true, keys"
    })
    void whatTheRouteDoesNotKnowIsRefused(String method, String path, String query, String field) {
        String target = path.replace("{project}", scene.project().value())
                .replace("{link}", scene.link().value())
                .replace("{endpoint}", scene.hasEndpoint(EndpointStatus.AVAILABLE));
        long before = gateway.atlas().log().requests();

        Answer answer = gateway.administrator().sendJson(method, target + "?" + query, Scene.body(Scene.newEndpoint()));

        assertThat(answer).isProblem("invalid-request").has("/errors/0/field", field);
        assertThat(scene.requestsSince(before)).as("requests to Atlas").isEmpty();
    }

    @Test
    void theNearestParameterIsSuggested() {
        assertThat(scene.viewer().get(scene.endpoints() + "?itemPerPage=5"))
                .isProblem("invalid-request")
                .has("/errors/0/message", "is not a parameter of this route; did you mean itemsPerPage?");
    }

    @Test
    void fieldOfAtlasIsTranslated() {
        assertThat(scene.editor().post(scene.endpoints(), "{\"id\":\"" + Scene.newEndpoint() + "\"}"))
                .isProblem("invalid-request")
                .has("/errors/0/field", "id")
                .has("/errors/0/message", "is not a field; Atlas's id is interfaceEndpointId here");
    }
}
