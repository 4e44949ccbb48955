package dev.linkgate.gateway.app;

import static dev.linkgate.gateway.app.AnswerAssert.assertThat;

import dev.linkgate.Certificates;
import dev.linkgate.gateway.core.platform.store.TestDatabase;
import io.netty.pkitesting.X509Bundle;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

/** Keys that are bound to a client certificate, over TLS. */
class CertificateBoundKeysTest {

    private static final X509Bundle OWN = Certificates.client("CN=robot,O=Example");
    private static final X509Bundle ANOTHER = Certificates.client("CN=robot,O=Example");

    private final Gateway gateway = ClientCertificatesTest.gateway(TestDatabase.usual());

    @Test
    void aKeyIsKnownWithItsCertificateOnly() throws GeneralSecurityException {
        byte[] thumbprint =
                MessageDigest.getInstance("SHA-256").digest(OWN.getCertificate().getEncoded());
        for (String owner : new String[] {
            NewTeam.in(gateway).path(), NewAdministrator.in(gateway, "all").path()
        }) {
            for (String text : new String[] {
                HexFormat.of().formatHex(thumbprint),
                HexFormat.ofDelimiter(":").withUpperCase().formatHex(thumbprint),
                Base64.getUrlEncoder().withoutPadding().encodeToString(thumbprint)
            }) {
                Answer made = gateway.administrator()
                        .post(owner + "/keys", "{\"label\":\"robot\",\"certificate\":\"" + text + "\"}");
                assertThat(made)
                        .hasStatus(201)
                        .has("/certificate", HexFormat.of().formatHex(thumbprint));
                Caller caller = gateway.as(made.text("/key"));

                assertThat(caller.showing(OWN).get("/projects")).isOk();
                assertThat(caller.showing(ANOTHER).get("/projects")).isProblem("unauthenticated");
                assertThat(caller.get("/projects")).isProblem("unauthenticated");
            }
        }
    }

    @Test
    void anAccessTokenNeedsTheCertificateOfItsKey() throws GeneralSecurityException {
        String thumbprint = HexFormat.of()
                .formatHex(MessageDigest.getInstance("SHA-256")
                        .digest(OWN.getCertificate().getEncoded()));
        Answer made = gateway.administrator()
                .post(
                        NewTeam.in(gateway).path() + "/keys",
                        "{\"label\":\"robot\",\"certificate\":\"" + thumbprint + "\"}");
        assertThat(made).hasStatus(201);
        Caller client = new OAuthClient(gateway, made.text("/id"), made.text("/key")).authenticated();

        assertThat(OAuthClient.sendForm(client, "/api/oauth/token", OAuthClient.GRANT))
                .hasStatus(401)
                .has("/error", "invalid_client");
        Answer issued = OAuthClient.sendForm(client.showing(OWN), "/api/oauth/token", OAuthClient.GRANT);
        assertThat(issued).isOk();
        Caller caller = gateway.as(issued.text("/access_token"));
        assertThat(caller.showing(OWN).get("/api/atlas/v2/nothing")).hasStatus(403);
        assertThat(caller.showing(ANOTHER).get("/api/atlas/v2/nothing")).hasStatus(401);
        assertThat(caller.get("/api/atlas/v2/nothing")).hasStatus(401);
    }
}
