package dev.linkgate.gateway.feature.credentials;

import static org.assertj.core.api.Assertions.assertThat;

import dev.linkgate.gateway.core.atlas.credential.AdministrationSlice;
import dev.linkgate.gateway.core.atlas.credential.AtlasCredential;
import dev.linkgate.gateway.core.atlas.credential.CredentialState;
import dev.linkgate.gateway.core.atlas.credential.CredentialVault;
import dev.linkgate.gateway.core.atlas.credential.RefusalReason;
import dev.linkgate.gateway.core.atlas.credential.Replica;
import dev.linkgate.gateway.core.atlas.credential.ScriptedProbe;
import dev.linkgate.gateway.core.platform.request.ProblemCode;
import dev.linkgate.kernel.ProjectId;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.http.MediaType;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.context.ContextConfiguration;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.assertj.MvcTestResult;
import org.springframework.web.context.WebApplicationContext;

@SpringBootTest(classes = AdministrationSlice.class)
@ContextConfiguration(initializers = AdministrationSlice.Shared.class)
class CredentialControllerTest {

    private static final String SECRET = "hush-4711-hush";
    private static final String PROJECT = "5df264b8f10fab7d2cad2f0c";

    @Autowired
    private ScriptedProbe atlas;

    @Autowired
    private CredentialVault vault;

    @Autowired
    private JdbcClient jdbc;

    private final MockMvcTester http;

    CredentialControllerTest(@Autowired WebApplicationContext context) {
        http = AdministrationSlice.administrator(context);
    }

    @BeforeEach
    void nothingStored() {
        vault.views().forEach(view -> vault.remove(view.name()));
        atlas.accepts();
    }

    @Test
    void aCredentialMayBelongToAnotherAtlas() {
        MvcTestResult created = put("payments", ofAtlas("https://cloud.mongodbgov.com"));

        assertThat(created)
                .hasStatus(201)
                .bodyJson()
                .extractingPath("$.baseUrl")
                .isEqualTo("https://cloud.mongodbgov.com");
        assertThat(put("payments?verify=true", ofAtlas("https://cloud.mongodbgov.com")))
                .hasStatus(200);
        assertThat(atlas.seen()).extracting(AtlasCredential::baseUrl).containsExactly(Replica.GOVERNMENT);
        assertThat(put("payments", digestKey(SECRET)))
                .hasStatus(200)
                .bodyJson()
                .extractingPath("$.baseUrl")
                .isNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://evil.example",
                "https://cloud.mongodbgov.com/",
                "https://cloud.mongodbgov.com:443",
                "https://cloud.mongodbgov.com@evil.example",
                "http://cloud.mongodbgov.com",
                "HTTPS://CLOUD.MONGODBGOV.COM",
                "",
                "not a URL"
            })
    void aSecretGoesToAllowedAtlasesOnly(String baseUrl) {
        MvcTestResult refused = put("payments?verify=true", ofAtlas(baseUrl));

        assertThat(refused)
                .hasStatus(400)
                .bodyJson()
                .extractingPath("$.errors[0].field")
                .isEqualTo("baseUrl");
        assertThat(refused).bodyText().doesNotContain("evil");
        assertThat(atlas.seen()).isEmpty();
        assertThat(vault.find("payments")).isEmpty();
    }

    @Test
    void candidatesAreKeptApart() {
        atlas.refuses(RefusalReason.WRONG_KEY);
        put("payments?verify=true", digestKey("one"));
        put("payments?verify=true", digestKey("two"));

        assertThat(atlas.seen())
                .extracting(AtlasCredential::version)
                .doesNotHaveDuplicates()
                .allMatch(v -> v < 0);
    }

    @ParameterizedTest
    @EnumSource(
            mode = EnumSource.Mode.EXCLUDE,
            names = {"RATE_LIMITED", "UNREACHABLE"})
    void rejectionNamesTheCause(RefusalReason reason) {
        atlas.refuses(reason);

        assertThat(put("payments?verify=true", digestKey(SECRET)))
                .hasStatus(422)
                .bodyJson()
                .extractingPath("$.detail")
                .isEqualTo("Nothing was stored, because verification comes first. " + reason.advice()
                        + " Atlas says: No.");
        assertThat(vault.find("payments")).isEmpty();
    }

    @Test
    void unverifiableCredentialIsNotStored() {
        atlas.isUnreachable(ProblemCode.ATLAS_UNAVAILABLE);

        assertThat(put("payments?verify=true", digestKey(SECRET)))
                .hasStatus(503)
                .bodyJson()
                .extractingPath("$.code")
                .isEqualTo("atlas-unavailable");
        assertThat(vault.find("payments")).isEmpty();
    }

    @Test
    void verificationShowsWhatTheCredentialMayDo() {
        put("payments", digestKey(SECRET));

        assertThat(verify("{}"))
                .hasStatus(200)
                .bodyJson()
                .isStrictlyEqualTo("{\"ok\":true,\"canRead\":null,\"canWrite\":null,\"roles\":null}");
        assertThat(vault.view("payments").orElseThrow().state()).isEqualTo(CredentialState.OK);
        assertThat(atlas.project()).isNull();

        atlas.accepts("ORG_MEMBER", "GROUP_OWNER");
        assertThat(verify("{\"projectId\":\"" + PROJECT + "\"}"))
                .hasStatus(200)
                .bodyJson()
                .isStrictlyEqualTo("{\"ok\":true,\"canRead\":true,\"canWrite\":true,"
                        + "\"roles\":[\"ORG_MEMBER\",\"GROUP_OWNER\"]}");
        assertThat(atlas.project()).isEqualTo(new ProjectId(PROJECT));
    }

    @ParameterizedTest
    @CsvSource({
        "WRONG_KEY, wrong-key",
        "ACCESS_LIST, access-list",
        "PROJECT_NOT_FOUND, project-not-found",
        "NOT_IN_ORGANIZATION, not-in-organization",
        "ROLE_MISSING, role-missing",
        "RATE_LIMITED, rate-limited",
        "UNREACHABLE, unreachable"
    })
    void failedVerificationNamesTheCause(RefusalReason reason, String word) {
        put("payments", digestKey(SECRET));
        atlas.refuses(reason);

        assertThat(verify("{\"projectId\":\"" + PROJECT + "\"}"))
                .hasStatus(200)
                .bodyJson()
                .isStrictlyEqualTo("{\"ok\":false,\"reason\":\"" + word + "\",\"detail\":\"" + reason.advice()
                        + " Atlas says: No.\"}");
        assertThat(vault.view("payments").orElseThrow().state()).isEqualTo(CredentialState.UNVERIFIED);
    }

    @Test
    void everythingIsOnRecord() {
        put("payments", digestKey(SECRET));
        put("payments", digestKey(SECRET));
        http.get().uri("/admin/credentials").exchange();
        http.post().uri("/admin/credentials/payments/verification").exchange();
        http.delete().uri("/admin/credentials/payments").exchange();
        http.get().uri("/admin/credentials/payments").exchange();

        List<String> records = jdbc.sql("SELECT phase, action, status, credential FROM audit_record"
                        + " ORDER BY sequence DESC LIMIT 10")
                .query((row, number) -> String.join(
                        " ",
                        row.getString("phase"),
                        row.getString("action"),
                        String.valueOf(row.getString("status")),
                        String.valueOf(row.getString("credential"))))
                .list()
                .reversed();
        assertThat(records)
                .containsExactly(
                        "INTENT credential.put null payments",
                        "OUTCOME credential.put 201 payments",
                        "INTENT credential.put null payments",
                        "OUTCOME credential.put 200 payments",
                        "EVENT credential.get 200 null",
                        "INTENT credential.verify null payments",
                        "OUTCOME credential.verify 200 payments",
                        "INTENT credential.remove null payments",
                        "OUTCOME credential.remove 204 payments",
                        "EVENT credential.get 404 payments");
    }

    private MvcTestResult put(String nameAndQuery, String body) {
        return http.put()
                .uri("/admin/credentials/" + nameAndQuery)
                .contentType(MediaType.APPLICATION_JSON)
                .content(body)
                .exchange();
    }

    private MvcTestResult verify(String body) {
        return http.post()
                .uri("/admin/credentials/payments/verification")
                .contentType(MediaType.APPLICATION_JSON)
                .content(body)
                .exchange();
    }

    private static String digestKey(String secret) {
        return "{\"kind\":\"digest\",\"publicKey\":\"abcdefgh\",\"privateKey\":\"" + secret + "\"}";
    }

    private static String ofAtlas(String baseUrl) {
        return digestKey(SECRET).replace("}", ",\"baseUrl\":\"" + baseUrl + "\"}");
    }

    private static String serviceAccount(String secret) {
        return "{\"kind\":\"service-account\",\"clientId\":\"client-1\",\"clientSecret\":\"" + secret + "\"}";
    }
}
