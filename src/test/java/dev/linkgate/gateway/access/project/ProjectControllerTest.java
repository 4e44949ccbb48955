package dev.linkgate.gateway.access.project;

import static org.assertj.core.api.Assertions.assertThat;

import dev.linkgate.gateway.atlas.credential.AdministrationSlice;
import dev.linkgate.gateway.atlas.credential.CredentialVault;
import dev.linkgate.kernel.ProjectId;
import dev.linkgate.kernel.Secret;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.http.MediaType;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.context.ContextConfiguration;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.assertj.MvcTestResult;
import org.springframework.web.context.WebApplicationContext;
import tools.jackson.databind.json.JsonMapper;

@SpringBootTest(classes = AdministrationSlice.class)
@ContextConfiguration(initializers = AdministrationSlice.Shared.class)
class ProjectControllerTest {

    private static final ProjectId PROJECT = new ProjectId("5df264b8f10fab7d2cad2f0c");
    private static final ProjectId OTHER = new ProjectId("5df264b8f10fab7d2cad2f0d");

    @Autowired
    private ProjectRegistry registry;

    @Autowired
    private ProjectRegistrar registrar;

    @Autowired
    private CredentialVault vault;

    @Autowired
    private JdbcClient jdbc;

    private final MockMvcTester http;

    ProjectControllerTest(@Autowired WebApplicationContext context) {
        http = AdministrationSlice.administrator(context, unused -> {});
    }

    static List<String> badNames() {
        return List.of(
                "", " ", " x", "x ", "a\tb", "a\nb", "a\u0000", "a\u200bb", "a\u202eb", "a\u00a0b", "x".repeat(101));
    }

    @BeforeEach
    void hasCredentials() {
        hasCredential("payments-key");
        hasCredential("default");
    }

    @AfterEach
    void nothingRegistered() {
        registry.all().forEach(project -> registrar.forget(project.id()));
    }

    @Test
    void aProjectIsRegisteredAndChanged() {
        MvcTestResult created = put(PROJECT, "{\"name\":\"payments\"}");
        assertThat(created).hasStatus(201).hasHeader("Location", "/admin/projects/" + PROJECT);
        assertThat(created).bodyJson().extractingPath("$.id").isEqualTo(PROJECT.value());
        assertThat(created).bodyJson().extractingPath("$.credential").isNull();

        MvcTestResult changed = put(PROJECT, "{\"name\":\"Zahlungen für Ämter\",\"credential\":\"payments-key\"}");
        assertThat(changed).hasStatus(200).doesNotContainHeader("Location");
        assertThat(http.get().uri("/admin/projects/" + PROJECT))
                .hasStatus(200)
                .bodyJson()
                .satisfies(json -> {
                    json.assertThat().extractingPath("$.name").isEqualTo("Zahlungen für Ämter");
                    json.assertThat().extractingPath("$.credential").isEqualTo("payments-key");
                });
    }

    @Test
    void bindingSelectsTheCredential() {
        assertThat(vault.forProject(PROJECT))
                .get()
                .satisfies(used -> assertThat(used.name()).isEqualTo("default"));

        put(PROJECT, "{\"name\":\"payments\",\"credential\":\"payments-key\"}");
        assertThat(vault.forProject(PROJECT))
                .get()
                .satisfies(used -> assertThat(used.name()).isEqualTo("payments-key"));

        put(PROJECT, "{\"name\":\"payments\"}");
        assertThat(vault.forProject(PROJECT))
                .get()
                .satisfies(used -> assertThat(used.name()).isEqualTo("default"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"missing", "", "Payments"})
    void bindingToAnUnknownCredentialIsRefused(String credential) {
        assertThat(put(PROJECT, "{\"name\":\"payments\",\"credential\":\"" + credential + "\"}"))
                .hasStatus(400)
                .bodyJson()
                .extractingPath("$.errors[0].field")
                .isEqualTo("credential");
        assertThat(registry.find(PROJECT)).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("badNames")
    void invisibleNameIsRefused(String name) {
        assertThat(put(PROJECT, "{\"name\":" + JsonMapper.shared().writeValueAsString(name) + "}"))
                .hasStatus(400)
                .bodyJson()
                .extractingPath("$.errors[0].field")
                .isEqualTo("name");
    }

    @Test
    void aNameMustBeGiven() {
        assertThat(put(PROJECT, "{}")).hasStatus(400);
        assertThat(put(PROJECT, "{\"name\":\"" + "x".repeat(100) + "\"}")).hasStatus(201);
    }

    @Test
    void theListIsInTheOrderOfNames() {
        put(PROJECT, "{\"name\":\"b\"}");
        put(OTHER, "{\"name\":\"a\"}");

        assertThat(http.get().uri("/admin/projects"))
                .hasStatus(200)
                .bodyJson()
                .extractingPath("$.results[*].name")
                .asArray()
                .containsExactly("a", "b");
        assertThat(http.get().uri("/admin/projects?pageNum=2&itemsPerPage=1&includeCount=false"))
                .bodyJson()
                .satisfies(json -> {
                    json.assertThat().extractingPath("$.results[0].name").isEqualTo("b");
                    json.assertThat().doesNotHavePath("$.totalCount");
                });
    }

    @Test
    void everythingIsOnRecord() {
        put(PROJECT, "{\"name\":\"payments\"}");
        put(PROJECT, "{\"name\":\"payments\"}");
        http.get().uri("/admin/projects").exchange();
        http.get().uri("/admin/projects/" + PROJECT).exchange();
        http.delete().uri("/admin/projects/" + PROJECT).exchange();

        assertThat(jdbc.sql("SELECT phase, action, status, project_id FROM audit_record"
                                + " ORDER BY sequence DESC LIMIT 8")
                        .query((row, number) -> row.getString("phase") + " " + row.getString("action") + " "
                                + row.getString("status") + " " + row.getString("project_id"))
                        .list()
                        .reversed())
                .containsExactly(
                        "INTENT project.put null " + PROJECT,
                        "OUTCOME project.put 201 " + PROJECT,
                        "INTENT project.put null " + PROJECT,
                        "OUTCOME project.put 200 " + PROJECT,
                        "EVENT project.list 200 null",
                        "EVENT project.get 200 " + PROJECT,
                        "INTENT project.remove null " + PROJECT,
                        "OUTCOME project.remove 204 " + PROJECT);
    }

    private MvcTestResult put(ProjectId project, String body) {
        return http.put()
                .uri("/admin/projects/" + project)
                .contentType(MediaType.APPLICATION_JSON)
                .content(body)
                .exchange();
    }

    private void hasCredential(String name) {
        vault.putDigestKey(name, "abcdefgh", Secret.of("hush"));
    }
}
