package dev.linkgate.gateway.app;

import static dev.linkgate.gateway.app.AnswerAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import dev.linkgate.gateway.core.access.key.ApiKey;
import dev.linkgate.gateway.core.access.key.Principal;
import dev.linkgate.kernel.ProjectId;
import dev.linkgate.kernel.Secret;
import java.security.SecureRandom;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Rights that somebody has written into the database, as a caller, an administrator and a monitor see them. */
@Tag("postgresql")
class UnsealedRightsTest {

    private static final Gateway GATEWAY = Gateway.start();

    private final Gateway gateway = GATEWAY;
    private final Caller administrator = gateway.administrator();

    @AfterAll
    static void close() {
        GATEWAY.close();
    }

    /** The attack needs three statements, and a key of the attacker's own. */
    @Test
    void whoeverWritesTheDatabaseMakesNoAdministrator() throws Exception {
        NewTeam.in(gateway);
        Secret own = ApiKey.generate(Principal.Kind.ADMINISTRATOR, new SecureRandom());
        ApiKey key = ApiKey.parse(own);
        String name = "mallory-" + Gateway.unused(6);
        gateway.database()
                .sql("INSERT INTO administrator (name, description, scopes, created_at) VALUES (?, '', 'all', 1)")
                .param(name)
                .update();
        gateway.database()
                .sql("INSERT INTO api_key (id, administrator, label, hash, created_at) VALUES (?, ?, 'own', ?, 1)")
                .params(key.id(), name, key.hash())
                .update();
        gateway.database().sql("UPDATE change_counter SET number = number + 1").update();
        gateway.looksForChanges();

        assertThat(gateway.as(own.reveal()).get("/admin/teams")).isProblem("unauthenticated");

        assertThat(administrator.get("/admin/access"))
                .has("/unsealed/0/kind", "administrator")
                .has("/unsealed/0/name", name)
                .has("/unsealed/1/name", key.id());
        assertThat(gateway.metric("linkgate_rights_unsealed")).isEqualTo(2);
        gateway.database()
                .sql("DELETE FROM administrator WHERE name = ?")
                .param(name)
                .update();
        gateway.database().sql("UPDATE change_counter SET number = number + 1").update();
        gateway.looksForChanges();
        assertThat(gateway.metric("linkgate_rights_unsealed")).isZero();
    }

    /** Its seal fits. The trail says that it was removed. */
    @Test
    void aRoleThatIsPutBackIsFoundByTheVerification() {
        ProjectId project = Scene.newProject();
        NewTeam team = NewTeam.in(gateway).may("owner", project);
        assertThat(administrator.post("/admin/audit/verification", "")).hasNo("/rights/0");
        String where = " WHERE team = '" + team.name() + "'";
        gateway.database()
                .sql("CREATE TABLE taken AS SELECT * FROM project_grant" + where)
                .update();
        administrator.delete(team.path() + "/grants/" + project);
        assertThat(administrator.post("/admin/audit/verification", "")).hasNo("/rights/0");

        gateway.database().sql("INSERT INTO project_grant SELECT * FROM taken").update();

        assertThat(administrator.post("/admin/audit/verification", ""))
                .has("/valid", true)
                .has("/rights/0/kind", "grant")
                .has("/rights/0/name", team.name())
                .has("/rights/0/projectId", project.value())
                .has("/rights/0/reason", "not-on-record");
        assertThat(gateway.metric("linkgate_rights_unsealed")).isEqualTo(1);
        assertThat(administrator.get("/admin/access")).has("/unsealed/0/name", team.name());

        gateway.database().sql("UPDATE change_counter SET number = number + 1").update();
        gateway.looksForChanges();
        administrator.delete(team.path() + "/grants/" + project);
        assertThat(administrator.post("/admin/audit/verification", "")).hasNo("/rights/0");
        assertThat(gateway.metric("linkgate_rights_unsealed")).isZero();
        gateway.database().sql("DROP TABLE taken").update();
    }
}
