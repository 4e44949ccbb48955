package dev.linkgate.gateway.access.project;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.linkgate.gateway.atlas.credential.AdministrationSlice;
import dev.linkgate.gateway.atlas.credential.CredentialVault;
import dev.linkgate.gateway.platform.request.LinkgateException;
import dev.linkgate.gateway.platform.request.ProblemCode;
import dev.linkgate.gateway.platform.store.Snapshots;
import dev.linkgate.gateway.platform.store.TestDatabase;
import dev.linkgate.kernel.ProjectId;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Two replicas of the administration on one PostgreSQL, which all tests share. */
class ProjectRegistrarTest {

    private static final ProjectId BOUND = new ProjectId("5df264b8f10fab7d2cad2f0a");
    private static final ProjectId KEPT = new ProjectId("5df264b8f10fab7d2cad2f0b");
    private static final ProjectId UNBOUND = new ProjectId("5df264b8f10fab7d2cad2f0c");
    private static final String MASTER_KEY = "bGlua2dhdGUgdGVzdHMgdXNlIHRoaXMga2V5IG9ubHk=";

    private static final String DATABASE = TestDatabase.POSTGRESQL.newUrl();

    @TempDir
    private static Path directory;

    private static ConfigurableApplicationContext one;
    private static ConfigurableApplicationContext two;

    @BeforeAll
    static void start() {
        one = startOne();
        two = startOne();
    }

    @AfterAll
    static void stop() {
        one.close();
        two.close();
    }

    @Test
    void importedKeyIsStoredOnce() {
        assertThat(vault(one).forProject(UNBOUND)).get().satisfies(credential -> {
            assertThat(credential.name()).isEqualTo("default");
            assertThat(credential.version()).isEqualTo(1);
        });
        assertThat(vault(two).forProject(UNBOUND)).isEqualTo(vault(one).forProject(UNBOUND));
        assertThat(one.getBean(JdbcClient.class)
                        .sql("SELECT phase || ' ' || actor_kind || ' ' || credential FROM audit_record"
                                + " WHERE action = 'credential.put' ORDER BY sequence")
                        .query(String.class)
                        .list())
                .containsExactly("INTENT system default", "OUTCOME system default");
    }

    @Test
    void otherReplicasSeeABindingAfterTheirPoll() {
        registrar(one).put(BOUND, "payments", "default");
        two.getBean(Snapshots.class).poll();

        assertThat(two.getBean(ProjectRegistry.class).credentialOf(BOUND)).contains("default");
    }

    @Test
    void bindingToAnUnknownCredentialIsRefused() {
        assertThatExceptionOfType(LinkgateException.class)
                .isThrownBy(() -> registrar(one).put(UNBOUND, "payments", "missing"))
                .satisfies(e -> assertThat(e.failure().code()).isEqualTo(ProblemCode.INVALID_REQUEST));
        assertThat(one.getBean(ProjectRegistry.class).find(UNBOUND)).isEmpty();
    }

    @Test
    void databaseProtectsABoundCredential() {
        registrar(one).put(KEPT, "payments", "default");

        assertThatExceptionOfType(DataAccessException.class)
                .isThrownBy(() -> one.getBean(JdbcClient.class)
                        .sql("DELETE FROM credential WHERE name = 'default'")
                        .update());
    }

    private static ConfigurableApplicationContext startOne() {
        return new SpringApplicationBuilder(AdministrationSlice.class)
                .web(WebApplicationType.NONE)
                .run(
                        "--spring.datasource.url=" + DATABASE,
                        "--linkgate.data-dir=" + directory,
                        "--linkgate.master-key=" + MASTER_KEY,
                        "--ATLAS_PUBLIC_KEY=abcdefgh",
                        "--ATLAS_PRIVATE_KEY=hush-4711-hush");
    }

    private static CredentialVault vault(ConfigurableApplicationContext replica) {
        return replica.getBean(CredentialVault.class);
    }

    private static ProjectRegistrar registrar(ConfigurableApplicationContext replica) {
        return replica.getBean(ProjectRegistrar.class);
    }
}
