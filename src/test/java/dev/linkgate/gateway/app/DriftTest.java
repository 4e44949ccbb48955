package dev.linkgate.gateway.app;

import static dev.linkgate.gateway.app.AnswerAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import dev.linkgate.Patience;
import dev.linkgate.kernel.Provider;
import dev.linkgate.protocol.AtlasFederationEndpoint;
import dev.linkgate.sandbox.fault.Fault;
import dev.linkgate.sandbox.fault.MagicEndpoint;
import dev.linkgate.sandbox.state.EndpointStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** {@code GET …/drift}: endpoints at Atlas, compared with what was done here. */
@Tag("postgresql")
@Alone
class DriftTest {

    private final Gateway gateway;
    private final Scene scene;
    private final Caller editor;

    DriftTest() {
        this.gateway = Gateway.alone();
        this.scene = Scene.in(gateway);
        this.editor = scene.editor();
    }

    @Test
    void whatIsAddedAndRemovedHereIsNoDrift() {
        String stays = added();
        String goes = added();
        assertThat(editor.delete(scene.endpoint(goes))).hasStatus(202);
        assertThat(drift()).results("kind").isEmpty();
        awaitGone(goes);
        assertThat(editor.get(scene.endpoint(stays))).isOk();
        assertThat(drift()).has("/totalCount", 0).results("kind").isEmpty();
    }

    @Test
    void anEndpointThatIsAddedElsewhereIsUnmanaged() {
        String added = added();
        String stranger = scene.hasEndpoint(EndpointStatus.AVAILABLE);

        assertThat(drift())
                .has("/results/0/kind", "unmanaged")
                .has("/results/0/provider", "AWS")
                .has("/results/0/linkId", scene.link())
                .has("/results/0/interfaceEndpointId", stranger)
                .isNullAt("/results/0/since")
                .isNullAt("/results/0/receipt")
                .results("interfaceEndpointId")
                .containsExactly(stranger)
                .doesNotContain(added);
    }

    @Test
    void anEndpointOfDataFederationThatIsAddedElsewhereIsUnmanaged() {
        String own = Scene.newEndpoint();
        assertThat(editor.put("/projects/" + scene.project() + "/federation-endpoints/" + own))
                .hasStatus(201);
        String stranger = Scene.newEndpoint();
        gateway.atlas().addFederationEndpoint(scene.project(), federated(stranger, "OK"));
        String failed = Scene.newEndpoint();
        gateway.atlas().addFederationEndpoint(scene.project(), federated(failed, "FAILED"));

        Answer drift = drift();

        assertThat(drift).isNullAt("/results/0/linkId").isNullAt("/results/1/linkId");
        assertThat(drift).results("interfaceEndpointId").containsExactlyInAnyOrder(stranger, failed);
        assertThat(drift).results("kind").containsExactlyInAnyOrder("unmanaged", "failed");
    }

    private static AtlasFederationEndpoint federated(String id, String status) {
        return new AtlasFederationEndpoint(id, Provider.AWS, null, null, null, null, null, status, null);
    }

    @Test
    void anEndpointThatVanishesElsewhereIsMissing() {
        Answer added = editor.post(scene.endpoints(), Scene.body(Scene.newEndpoint()));
        assertThat(added).hasStatus(201);

        gateway.atlas().dropLink(scene.project(), scene.link());

        Answer drift = drift();
        assertThat(drift)
                .has("/totalCount", 1)
                .has("/results/0/kind", "missing")
                .has("/results/0/linkId", scene.link())
                .has("/results/0/interfaceEndpointId", added.text("/interfaceEndpointId"))
                .has("/results/0/receipt", added.header("Audit-Receipt"));
        assertThat(since(drift, 0)).isEqualTo(timeOf(added.header("Audit-Receipt")));
    }

    @Test
    void aFailedEndpointShowsWhenItWasAdded() {
        String stranger = scene.hasEndpoint(EndpointStatus.REJECTED);
        Answer added = editor.post(scene.endpoints(), Scene.body(Scene.newMagic(MagicEndpoint.DECLINED.onAdding(1))));
        String own = added.text("/interfaceEndpointId");
        gateway.atlasClock().advance(Duration.ofMinutes(1));

        Answer drift = drift();
        assertThat(drift).results("kind").containsExactly("failed", "failed");
        int ofOwn = drift.results("interfaceEndpointId").indexOf(own);
        int ofStranger = drift.results("interfaceEndpointId").indexOf(stranger);
        assertThat(drift)
                .has("/results/" + ofOwn + "/receipt", added.header("Audit-Receipt"))
                .isNullAt("/results/" + ofStranger + "/receipt")
                .isNullAt("/results/" + ofStranger + "/since");
        assertThat(since(drift, ofOwn)).isEqualTo(timeOf(added.header("Audit-Receipt")));
    }

    @Test
    void thoseWhoAskAtTheSameTimeShareADrift() throws Exception {
        String stranger = scene.hasEndpoint(EndpointStatus.AVAILABLE);
        Caller anew = editor.with("Cache-Control", "no-cache");
        CompletableFuture<Void> release = new CompletableFuture<>();
        gateway.atlas().faults().next("GET", stranger, Fault.hold(release));
        long before = gateway.atlas().log().requests();
        List<Future<Answer>> all = new ArrayList<>();
        try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 40; i++) {
                all.add(callers.submit(() -> anew.get("/projects/" + scene.project() + "/drift")));
            }
            Patience.until(
                    () -> gateway.metric("linkgate_requests_active", "kind=\"working\""), active -> active == 40);
            release.complete(null);
            for (Future<Answer> one : all) {
                assertThat(one.get(60, TimeUnit.SECONDS))
                        .isOk()
                        .results("interfaceEndpointId")
                        .containsExactly(stranger);
            }
        }
        // Each alone would be a read of the endpoint and one of the links to each cloud.
        assertThat(scene.requestsSince(before)).hasSizeLessThan(40);
    }

    @Test
    void theReadIsOnRecord() {
        Answer drift = scene.viewer().get(path());
        assertThat(recordOf(drift.header("Audit-Receipt")))
                .has("/action", "drift.read")
                .has("/phase", "EVENT")
                .has("/projectId", scene.project())
                .isNullAt("/linkId")
                .has("/result", "SUCCEEDED");
        assertThat(gateway.administrator().get("/admin/audit?action=drift.read&projectId=" + scene.project()))
                .results("action")
                .containsExactly("drift.read");
    }

    private String path() {
        return "/projects/" + scene.project() + "/drift";
    }

    private Answer drift() {
        Answer drift = editor.get(path());
        assertThat(drift).isOk();
        return drift;
    }

    private String added() {
        String id = Scene.newEndpoint();
        assertThat(editor.post(scene.endpoints(), Scene.body(id))).hasStatus(201);
        return id;
    }

    private void awaitGone(String id) {
        Patience.until(
                () -> {
                    gateway.atlasClock().advance(Duration.ofSeconds(5));
                    return editor.get(scene.endpoint(id));
                },
                answer -> answer.status() == 404);
    }

    private Answer recordOf(String receipt) {
        Answer record = gateway.administrator().get("/admin/audit/records/" + receipt.replaceFirst(":.*", ""));
        assertThat(record).isOk().has("/hash", receipt.replaceFirst(".*:", ""));
        return record;
    }

    private Instant timeOf(String receipt) {
        return Instant.parse(recordOf(receipt).text("/time"));
    }

    private static Instant since(Answer drift, int place) {
        return Instant.parse(drift.text("/results/" + place + "/since"));
    }
}
