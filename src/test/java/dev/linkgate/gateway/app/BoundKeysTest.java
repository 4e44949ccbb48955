package dev.linkgate.gateway.app;

import static dev.linkgate.gateway.app.AnswerAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Keys that may be used from some networks only, behind a proxy that says where a caller comes from. */
@Alone
class BoundKeysTest {
    /** Where the keys of a team and of an administrator are made. */
    static Stream<String> owners() {
        return Stream.of(
                NewTeam.in(Gateway.alone()).path(),
                NewAdministrator.in(Gateway.alone(), "all").path());
    }

    @Tag("postgresql")
    @ParameterizedTest
    @MethodSource("owners")
    void aKeyIsKnownInItsNetworksOnly(String owner) {
        Gateway gateway = Gateway.alone();
        String keys = owner + "/keys";
        Answer made = gateway.administrator()
                .post(keys, "{\"label\":\"office\",\"networks\":[\"10.0.0.0/8\",\"2001:db8::/32\"]}");
        assertThat(made).hasStatus(201).has("/networks/0", "10.0.0.0/8").has("/networks/1", "2001:db8::/32");
        gateway.house().forbid(made.text("/key"));
        assertThat(gateway.administrator().get(keys)).has("/results/1/networks/1", "2001:db8::/32");

        Caller caller = gateway.as(made.text("/key"));
        for (String inside : new String[] {
            "10.1.2.3", "2001:db8:7::1", "198.51.100.7, 10.0.0.1", "10.1.2.3:4711", "[2001:db8:7::1]:443"
        }) {
            assertThat(caller.with("X-Forwarded-For", inside).get("/projects")).isOk();
        }
        Answer unknown = gateway.as(revoked(gateway, keys)).get("/projects");
        assertThat(unknown).isProblem("unauthenticated");
        for (String outside : new String[] {
            "11.1.2.3", "[2001:db9::1]:443", "10.1.2.3, unknown", "unknown", "", "10.1.2.3, 198.51.100.7"
        }) {
            Answer refused = caller.with("X-Forwarded-For", outside).get("/projects");
            assertThat(refused).isProblem("unauthenticated").has("/detail", unknown.text("/detail"));
        }
        assertThat(gateway.administrator().get("/admin/audit?action=request.refused&limit=1"))
                .has("/results/0/actor/kind", "anonymous")
                .has("/results/0/actor/keyId", made.text("/id"))
                .has("/results/0/remoteAddress", "198.51.100.7");
    }

    private static String revoked(Gateway gateway, String keys) {
        Answer made = gateway.administrator().post(keys, "{\"label\":\"revoked\"}");
        assertThat(gateway.administrator().delete(keys + "/" + made.text("/id")))
                .hasStatus(204);
        return made.text("/key");
    }

    @Tag("postgresql")
    @Test
    void anAccessTokenIsKnownInTheNetworksOfItsKeyOnly() {
        Gateway gateway = Gateway.alone();
        Answer made = gateway.administrator()
                .post(
                        NewTeam.in(gateway).path() + "/keys",
                        "{\"label\":\"office\",\"networks\":[\"10.0.0.0/8\",\"127.0.0.0/8\"]}");
        assertThat(made).hasStatus(201);
        gateway.house().forbid(made.text("/key"));
        OAuthClient client = new OAuthClient(gateway, made.text("/id"), made.text("/key"));
        Caller caller = client.caller();

        assertThat(caller.get("/api/atlas/v2/nothing")).hasStatus(403);
        assertThat(caller.with("X-Forwarded-For", "10.1.2.3").get("/api/atlas/v2/nothing"))
                .hasStatus(403);
        assertThat(caller.with("X-Forwarded-For", "11.1.2.3").get("/api/atlas/v2/nothing"))
                .hasStatus(401);
        assertThat(OAuthClient.sendForm(
                        client.authenticated().with("X-Forwarded-For", "11.1.2.3"),
                        "/api/oauth/token",
                        OAuthClient.GRANT))
                .hasStatus(401)
                .has("/error", "invalid_client");
    }
}
