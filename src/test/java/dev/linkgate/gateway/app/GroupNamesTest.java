package dev.linkgate.gateway.app;

import static dev.linkgate.gateway.app.AnswerAssert.assertThat;

import dev.linkgate.gateway.core.platform.request.EndpointId;
import dev.linkgate.kernel.LinkId;
import dev.linkgate.kernel.Provider;
import dev.linkgate.protocol.NewAtlasEndpoint;
import dev.linkgate.sandbox.state.EndpointStatus;
import dev.linkgate.sandbox.state.SimulatedLinkStatus;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The names of endpoints of GCP: of groups, and of forwarding rules on port-mapped links. */
@Tag("postgresql")
class GroupNamesTest {

    private final Gateway gateway = Gateway.shared();
    private final Scene scene = Scene.in(gateway);
    private final LinkId mapped = Scene.newLink();
    private final LinkId grouped = Scene.newLink();
    private final Caller editor = scene.editor();

    GroupNamesTest() {
        gateway.atlas().addPortMappedLink(scene.project(), mapped, "US_EAST_4", SimulatedLinkStatus.AVAILABLE);
        gateway.atlas().addLink(scene.project(), grouped, Provider.GCP, "CENTRAL_US", SimulatedLinkStatus.AVAILABLE);
        gateway.atlas().setRegionalMode(scene.project(), true);
    }

    @Test
    void aPortMappedEndpointHasOneName() {
        String rule = "rule-" + Gateway.unused(6);

        assertThat(editor.post(endpoints(mapped), body(rule, named("another"))))
                .isInvalidIn("endpoints[0].endpointName");
        assertThat(editor.put(endpoint(mapped, rule), body(rule, named("another"))))
                .isInvalidIn("endpoints[0].endpointName");
        assertThat(editor.post(endpoints(mapped), body(rule, unnamed())))
                .hasStatus(201)
                .has("/interfaceEndpointId", rule)
                .has("/endpoints/0/endpointName", rule);
        assertThat(editor.put(endpoint(mapped, rule), body(rule, named("another"))))
                .isInvalidIn("endpoints[0].endpointName");
        assertThat(editor.put(endpoint(mapped, rule), body(rule, unnamed()))).isOk();
        assertThat(editor.get(endpoint(mapped, rule))).isOk().has("/endpoints/0/endpointName", rule);
    }

    @Test
    void aGroupHasNamesOfItsOwn() {
        String group = "group-" + Gateway.unused(6);

        assertThat(editor.post(endpoints(grouped), body(group, unnamed()))).isInvalidIn("endpoints[0].endpointName");
        assertThat(editor.post(endpoints(grouped), body(group, named("first") + "," + unnamed())))
                .isInvalidIn("endpoints[1].endpointName");
        assertThat(editor.post(endpoints(grouped), body(group, named("first"))))
                .hasStatus(201)
                .has("/endpoints/0/endpointName", "first");
    }

    @ParameterizedTest
    @ValueSource(strings = {"My_Group", "Orders.EU", "1st group (EU)", "деньги", "a+b=c", "-x-"})
    void whatAtlasHasAcceptedIsShownAndRemoved(String name) {
        for (String group : List.of(name, "other")) {
            has(group, EndpointStatus.AVAILABLE);
        }

        assertThat(editor.get(scene.links() + "/" + grouped)).has("/interfaceEndpointIds/0", name);
        assertThat(editor.get(endpoints(grouped)))
                .results("interfaceEndpointId")
                .containsExactly(name, "other");
        assertThat(editor.get(endpoint(grouped, name))).isOk().has("/interfaceEndpointId", name);
        assertThat(editor.put(endpoint(grouped, name))).isOk();
        assertThat(editor.delete(endpoint(grouped, name))).hasStatus(202).has("/deleteRequested", true);
    }

    @Test
    void aGroupOfAnyNameIsAdded() {
        assertThat(editor.post(endpoints(grouped), body("My_Group", named("first"))))
                .hasStatus(201)
                .hasHeader("Location", endpoint(grouped, "My_Group"));
    }

    @Test
    void aDeletedEndpointIsGone() {
        has("old", EndpointStatus.DELETED);

        assertThat(editor.get(endpoint(grouped, "old"))).isProblem("endpoint-not-found");
        assertThat(editor.get(endpoints(grouped)))
                .results("interfaceEndpointId")
                .isEmpty();
        assertThat(editor.put(endpoint(grouped, "old"), body("old", named("old"))))
                .hasStatus(201)
                .has("/connectionStatus", "PENDING");
    }

    @Test
    void endpointsThatAreDeletedDoNotKeepALink() {
        has("old", EndpointStatus.DELETED);

        assertThat(scene.owner().delete(scene.links() + "/" + grouped)).hasStatus(202);
    }

    private void has(String group, EndpointStatus status) {
        List<NewAtlasEndpoint.ForwardingRule> rules = List.of(new NewAtlasEndpoint.ForwardingRule("first", "10.0.0.4"));
        gateway.atlas().addEndpoint(scene.project(), grouped, new NewAtlasEndpoint.Gcp(group, "shop", rules), status);
    }

    private String endpoints(LinkId link) {
        return scene.links() + "/" + link + "/endpoints";
    }

    private String endpoint(LinkId link, String name) {
        return endpoints(link) + "/" + new EndpointId(name).pathSegment();
    }

    private static String body(String id, String rules) {
        return """
                {"interfaceEndpointId":"%s","gcpProjectId":"shop","endpoints":[%s]}""".formatted(id, rules);
    }

    private static String named(String rule) {
        return "{\"endpointName\":\"" + rule + "\",\"ipAddress\":\"10.0.0.4\"}";
    }

    private static String unnamed() {
        return "{\"ipAddress\":\"10.0.0.4\"}";
    }
}
