package dev.linkgate.project;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.linkgate.credential.AdministrationSlice;
import dev.linkgate.credential.CredentialVault;
import dev.linkgate.kernel.LinkgateException;
import dev.linkgate.kernel.ProblemCode;
import dev.linkgate.kernel.ProjectId;
import dev.linkgate.store.Snapshots;
import dev.linkgate.store.TestDatabase;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Two replicas of the administration on one database. */
@ParameterizedClass
@EnumSource(TestDatabase.class)
class ProjectRegistrarTest {

    private static final ProjectId PROJECT = new ProjectId("5df264b8f10fab7d2cad2f0c");
    private static final String MASTER_KEY = "bGlua2dhdGUgdGVzdHMgdXNlIHRoaXMga2V5IG9ubHk=";

    @TempDir
    private Path directory;

    private final String url;

    private final ConfigurableApplicationContext one;
    private final ConfigurableApplicationContext two;

    ProjectRegistrarTest(TestDatabase database, @TempDir Path directory) {
        this.url = database.newUrl();
        this.directory = directory;
        this.one = start();
        this.two = start();
    }

    @AfterEach
    void stop() {
        one.close();
        two.close();
    }

    @Test
    void theImportedKeyIsStoredOnceHoweverOftenTheGatewayStarts() {
        assertThat(vault(one).forProject(PROJECT)).get().satisfies(credential -> {
            assertThat(credential.name()).isEqualTo("default");
            assertThat(credential.version()).isEqualTo(1);
        });
        assertThat(vault(two).forProject(PROJECT)).isEqualTo(vault(one).forProject(PROJECT));
        assertThat(one.getBean(JdbcClient.class)
                        .sql("SELECT phase || ' ' || actor_kind || ' ' || credential FROM audit_record"
                                + " WHERE action = 'credential.put' ORDER BY sequence")
                        .query(String.class)
                        .list())
                .containsExactly("INTENT system default", "OUTCOME system default");
    }

    @Test
    void aBindingIsInForceOnEveryReplicaAfterItsPoll() {
        registrar(one).put(PROJECT, "payments", "default");
        two.getBean(Snapshots.class).poll();

        assertThat(two.getBean(ProjectRegistry.class).credentialOf(PROJECT)).contains("default");
    }

    @Test
    void aBindingToACredentialThatIsNotStoredIsRefused() {
        assertThatExceptionOfType(LinkgateException.class)
                .isThrownBy(() -> registrar(one).put(PROJECT, "payments", "missing"))
                .satisfies(e -> assertThat(e.failure().code()).isEqualTo(ProblemCode.INVALID_REQUEST));
        assertThat(one.getBean(ProjectRegistry.class).find(PROJECT)).isEmpty();
    }

    @Test
    void theDatabaseItselfKeepsABoundCredential() {
        registrar(one).put(PROJECT, "payments", "default");

        assertThatExceptionOfType(DataAccessException.class)
                .isThrownBy(() -> one.getBean(JdbcClient.class)
                        .sql("DELETE FROM credential WHERE name = 'default'")
                        .update());
    }

    private ConfigurableApplicationContext start() {
        return new SpringApplicationBuilder(AdministrationSlice.class)
                .web(WebApplicationType.NONE)
                .run(
                        "--spring.datasource.url=" + url,
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
