package dev.linkgate.gateway.app;

import static dev.linkgate.gateway.app.AnswerAssert.assertThat;

import dev.linkgate.Patience;
import dev.linkgate.kernel.LinkId;
import dev.linkgate.kernel.ProjectId;
import dev.linkgate.kernel.Provider;
import dev.linkgate.sandbox.fault.Fault;
import dev.linkgate.sandbox.fault.MagicEndpoint;
import dev.linkgate.sandbox.log.AppliedWrite;
import dev.linkgate.sandbox.log.SeenRequest;
import dev.linkgate.sandbox.state.EndpointStatus;
import dev.linkgate.sandbox.state.SimulatedLinkStatus;
import java.time.Duration;
import java.util.List;

/** A new project in Atlas with one link in us-east-1 that accepts endpoints, and their paths. */
record Scene(Gateway gateway, ProjectId project, LinkId link) {

    static Scene in(Gateway gateway) {
        Scene scene = new Scene(gateway, newProject(), newLink());
        gateway.atlas().addLink(scene.project, scene.link, Provider.AWS, "US_EAST_1", SimulatedLinkStatus.AVAILABLE);
        return scene;
    }

    static ProjectId newProject() {
        return new ProjectId(Gateway.unused(24));
    }

    static LinkId newLink() {
        return new LinkId(Gateway.unused(24));
    }

    /** An id that is not a magic one. */
    static String newEndpoint() {
        return "vpce-" + Gateway.unused(17).replaceFirst("^0", "f");
    }

    /** A magic id that no other test has. */
    static String newMagic(String magic) {
        return "vpce-0000" + Gateway.unused(8) + magic.substring(magic.length() - 5);
    }

    static String body(String interfaceEndpointId) {
        return "{\"interfaceEndpointId\":\"" + interfaceEndpointId + "\"}";
    }

    /** One more link, in this state for good. */
    LinkId hasLink(String region, SimulatedLinkStatus status) {
        LinkId more = newLink();
        gateway.atlas().addLink(project, more, Provider.AWS, region, status);
        return more;
    }

    /** An endpoint on the link, in this state for good. */
    String hasEndpoint(EndpointStatus status) {
        String endpoint = newEndpoint();
        gateway.atlas().addEndpoint(project, link, endpoint, status);
        return endpoint;
    }

    String links() {
        return "/projects/" + project + "/links";
    }

    String linkPath() {
        return links() + "/" + link;
    }

    String endpoints() {
        return linkPath() + "/endpoints";
    }

    String endpoint(String interfaceEndpointId) {
        return endpoints() + "/" + interfaceEndpointId;
    }

    /** A new team with this role on the project. */
    Caller with(String role) {
        NewTeam team = NewTeam.in(gateway);
        team.may(role, project);
        return team.caller();
    }

    Caller viewer() {
        return with("viewer");
    }

    Caller editor() {
        return with("editor");
    }

    Caller owner() {
        return with("owner");
    }

    /** Binds the project to a new API key of its own. */
    String hasCredential(String publicKey, String privateKey) {
        return has(privateKey, """
                {"kind":"digest","publicKey":"%s","privateKey":"%s"}""".formatted(publicKey, privateKey));
    }

    /** Binds the project to a new service account of its own. */
    String hasServiceAccount(String clientId, String clientSecret) {
        return has(clientSecret, """
                {"kind":"service-account","clientId":"%s","clientSecret":"%s"}""".formatted(clientId, clientSecret));
    }

    private String has(String secret, String credential) {
        String name = "key-" + Gateway.unused(6);
        gateway.house().forbid(secret);
        assertThat(gateway.administrator().put("/admin/credentials/" + name, credential))
                .hasStatus(201);
        assertThat(gateway.administrator().put("/admin/projects/" + project, """
                                {"name":"a project","credential":"%s"}""".formatted(name)))
                .hasStatus(201);
        return name;
    }

    /** Its project has a name here, and can have rules. */
    Scene registered() {
        assertThat(gateway.administrator().put("/admin/projects/" + project, "{\"name\":\"a project\"}"))
                .hasStatus(201);
        return this;
    }

    /** The writes to its project that Atlas has done. */
    List<AppliedWrite> writes() {
        return gateway.atlas().log().applied().stream()
                .filter(write -> write.uri().contains(project.value()))
                .toList();
    }

    /** The requests for its project that have reached Atlas since its log counted so many. */
    List<SeenRequest> requestsSince(long counted) {
        return gateway.atlas().log().seen().stream()
                .filter(request -> request.number() > counted)
                .filter(request -> request.uri().contains(project.value()))
                .toList();
    }

    /** An endpoint whose first addition has been declined. */
    String declinedOnce(Caller editor) {
        String id = newMagic(MagicEndpoint.DECLINED.onAdding(1));
        assertThat(editor.post(endpoints(), body(id))).hasStatus(201);
        gateway.atlasClock().advance(Duration.ofMinutes(1));
        assertThat(editor.get(endpoint(id))).isOk().has("/connectionStatus", "REJECTED");
        return id;
    }

    /** A replacement that waits for Atlas's time to pass. */
    Answer replacementUnderWay(Caller editor) {
        hasEndpoint(EndpointStatus.AVAILABLE);
        Answer accepted = editor.put(endpoint(declinedOnce(editor)));
        assertThat(accepted).hasStatus(202);
        Patience.until(
                () -> editor.get(accepted.header("Location")),
                answer -> answer.text("/step").equals("waiting-for-removal"));
        return accepted;
    }

    /** The operation at its end, for which Atlas's time passes. */
    Answer ended(String operation) {
        return Patience.until(
                () -> {
                    gateway.atlasClock().advance(Duration.ofSeconds(5));
                    return gateway.administrator().get(operation);
                },
                answer -> List.of("SUCCEEDED", "FAILED").contains(answer.text("/state")));
    }

    /** An addition whose requests get no answer, however often they are sent; Atlas has not done it. */
    Answer additionWithoutAnswers(Caller editor, String id) {
        gateway.atlas().faults().always("POST", project.value(), Fault.reset());
        Answer unknown = editor.post(endpoints(), body(id));
        gateway.atlas().faults().clear();
        assertThat(unknown).isProblem("outcome-unknown");
        return unknown;
    }
}
