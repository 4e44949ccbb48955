package dev.linkgate.gateway.app;

import static dev.linkgate.gateway.app.AnswerAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import dev.linkgate.kernel.LinkId;
import dev.linkgate.kernel.Provider;
import dev.linkgate.protocol.NewAtlasEndpoint;
import dev.linkgate.sandbox.state.EndpointStatus;
import dev.linkgate.sandbox.state.SimulatedLinkStatus;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code GET …/terraform}: the links and endpoints of a project as text. */
class TerraformTest {

    private static final Gateway GATEWAY = Gateway.shared();

    private final Scene scene = Scene.in(GATEWAY);
    private final Caller viewer = scene.viewer();
    private final String path = "/projects/" + scene.project() + "/terraform";

    @Test
    void everyLinkAndEndpointHasABlock() {
        String endpoint = scene.hasEndpoint(EndpointStatus.AVAILABLE);
        LinkId azure = Scene.newLink();
        GATEWAY.atlas().addLink(scene.project(), azure, Provider.AZURE, "US_EAST_2", SimulatedLinkStatus.AVAILABLE);
        String resource = "/subscriptions/00000000-1111-2222-3333-444444444444/resourceGroups/Orders"
                + "/providers/Microsoft.Network/privateEndpoints/pe-orders";
        GATEWAY.atlas()
                .addEndpoint(
                        scene.project(),
                        azure,
                        new NewAtlasEndpoint.Azure(resource, "10.0.0.4"),
                        EndpointStatus.AVAILABLE);

        Answer text = viewer.get(path);

        assertThat(text).isOk();
        assertThat(text.header("Content-Type")).startsWith("text/plain");
        assertThat(text.body())
                .contains("""
                        import {
                          to = mongodbatlas_privatelink_endpoint.aws_us_east_1
                          id = "%s-%s-AWS-US_EAST_1"
                        }
                        """.formatted(scene.project(), scene.link()))
                .contains("id = \"%s--%s--%s--AWS\"".formatted(scene.project(), scene.link(), endpoint))
                .contains("id = \"%s-%s-AZURE-US_EAST_2\"".formatted(scene.project(), azure))
                .contains("""
                        import {
                          to = mongodbatlas_privatelink_endpoint_service.azure_us_east_2_pe_orders
                          id = "%s--%s--%s--AZURE"
                        }
                        """.formatted(scene.project(), azure, resource));
    }

    @ParameterizedTest
    @ValueSource(strings = {"text/plain", "*/*", "text/*, application/json;q=0.5"})
    void isTextForWhoeverAcceptsIt(String accept) {
        assertThat(viewer.with("Accept", accept).get(path))
                .isOk()
                .hasHeader("Content-Type", "text/plain;charset=UTF-8");
    }

    @Test
    void thereIsNoOtherForm() {
        Answer refused = viewer.with("Accept", "application/json").get(path);
        assertThat(refused).isProblem("not-acceptable");
        assertThat(refused.text("/detail")).contains("text/plain");
    }

    @Test
    void prettyAndEnvelopeLeaveTheTextAsItIs() {
        String plain = viewer.get(path).body();
        Answer presented = viewer.get(path + "?pretty=true&envelope=true");
        assertThat(presented).isOk();
        assertThat(presented.body()).isEqualTo(plain);
        assertThat(presented.header("Content-Type")).startsWith("text/plain");
    }

    @Test
    void aProblemIsAProblem() {
        Scene nowhere = new Scene(GATEWAY, Scene.newProject(), Scene.newLink());
        assertThat(nowhere.viewer().with("Accept", "text/plain").get("/projects/" + nowhere.project() + "/terraform"))
                .isProblem("project-not-found");
        assertThat(viewer.with("Accept", "text/plain").get(path + "?provider=AWS"))
                .isInvalidIn("provider");
        assertThat(GATEWAY.anonymous().with("Accept", "text/plain").get(path)).isProblem("unauthenticated");
    }

    @Test
    void theReadIsOnRecordAsAListOfLinks() {
        Answer text = viewer.get(path);
        Answer record = GATEWAY.administrator()
                .get("/admin/audit/records/" + text.header("Audit-Receipt").replaceFirst(":.*", ""));
        assertThat(record).has("/action", "link.list").has("/projectId", scene.project());
    }
}
