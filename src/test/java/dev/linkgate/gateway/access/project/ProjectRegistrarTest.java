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
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Two replicas of the administration on one database, which all tests share. */
@ParameterizedClass
@EnumSource(TestDatabase.class)
class ProjectRegistrarTest {

    private static final ProjectId BOUND = new ProjectId("5df264b8f10fab7d2cad2f0a");
    private static final ProjectId KEPT = new ProjectId("5df264b8f10fab7d2cad2f0b");
    private static final ProjectId UNBOUND = new ProjectId("5df264b8f10fab7d2cad2f0c");
    private static final String MASTER_KEY = "bGlua2dhdGUgdGVzdHMgdXNlIHRoaXMga2V5IG9ubHk=";

    private static final Map<TestDatabase, Replicas> REPLICAS = new EnumMap<>(TestDatabase.class);

    private final ConfigurableApplicationContext one;
    private final ConfigurableApplicationContext two;

    private record Replicas(ConfigurableApplicationContext one, ConfigurableApplicationContext two) {

        static Replicas on(TestDatabase database) {
            String url = database.newUrl();
            try {
                Path directory = Files.createTempDirectory("linkgate-project");
                return new Replicas(start(url, directory), start(url, directory));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    ProjectRegistrarTest(TestDatabase database) {
        Replicas replicas = REPLICAS.computeIfAbsent(database, Replicas::on);
        this.one = replicas.one();
        this.two = replicas.two();
    }

    @AfterAll
    static void stop() {
        for (Replicas replicas : REPLICAS.values()) {
            replicas.one().close();
            replicas.two().close();
        }
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

    private static ConfigurableApplicationContext start(String url, Path directory) {
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
