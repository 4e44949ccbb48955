package dev.linkgate.gateway.app;

import static dev.linkgate.gateway.app.AnswerAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Administrators with names, scopes and keys of their own. */
@Tag("postgresql")
class AdministratorsTest {

    private final Gateway gateway = Gateway.shared();
    private final Caller administrator = gateway.administrator();

    @Test
    void anAdministratorIsMadeChangedAndRemoved() {
        String path = "/admin/administrators/ada-" + Gateway.unused(6);
        String name = path.substring(path.lastIndexOf('/') + 1);
        assertThat(administrator.get(path)).isProblem("administrator-not-found");
        assertThat(administrator.put(path, NewAdministrator.body("operator", "auditor")))
                .hasStatus(201)
                .hasHeader("Location", path)
                .has("/name", name)
                .has("/description", "For a test")
                .has("/scopes/0", "auditor")
                .has("/scopes/1", "operator");
        assertThat(administrator.put(path, NewAdministrator.body("access")))
                .isOk()
                .has("/scopes/0", "access")
                .hasNo("/scopes/1");
        Answer shown = administrator.get(path);
        assertThat(shown.json().propertyNames())
                .containsExactlyInAnyOrder("name", "description", "scopes", "createdAt");
        assertThat(administrator.all("/admin/administrators", "name")).contains(name);
        assertThat(administrator.delete(path)).hasStatus(204).isEmpty();
        assertThat(administrator.delete(path)).isProblem("administrator-not-found");
        assertThat(administrator.get(path + "/keys")).isProblem("administrator-not-found");
        assertThat(administrator.post(path + "/keys", "{\"label\":\"x\"}")).isProblem("administrator-not-found");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{} | description scopes",
                "{\"description\":\"x\",\"scopes\":[]} | scopes",
                "{\"description\":\"x\",\"scopes\":[null]} | scopes[0]",
                "{\"description\":\"x\",\"scopes\":[\"everything\"]} | scopes[0]",
                "{\"description\":\"x\",\"scopes\":\"all\"} | scopes",
                "{\"description\":\"x\",\"scopes\":[\"all\"],\"role\":\"x\"} | role",
            })
    void anAdministratorThatIsNoneIsRefused(String body, String fields) {
        String path = "/admin/administrators/ada-" + Gateway.unused(6);

        assertThat(administrator.put(path, body)).isInvalidIn(fields.split(" "));
        assertThat(administrator.get(path)).isProblem("administrator-not-found");
    }

    @Test
    void nobodyRaisesHimself() {
        for (String scope : new String[] {"auditor", "operator", "access"}) {
            NewAdministrator ada = NewAdministrator.in(gateway, scope);
            assertThat(ada.caller().put(ada.path(), NewAdministrator.body("all")))
                    .isProblem("forbidden");
            assertThat(ada.caller().post(ada.path() + "/keys", "{\"label\":\"more\"}"))
                    .isProblem("forbidden");
            assertThat(ada.caller().post("/admin/config", "{\"teams\":{}}")).isProblem("forbidden");
        }
        NewAdministrator full = NewAdministrator.in(gateway, "all");
        NewAdministrator made = NewAdministrator.in(gateway, "auditor");
        assertThat(full.caller().put(made.path(), NewAdministrator.body("access")))
                .isOk();
        assertThat(made.caller().get("/admin/audit")).isProblem("forbidden");
        assertThat(made.caller().get("/admin/teams")).isOk();
    }
}
