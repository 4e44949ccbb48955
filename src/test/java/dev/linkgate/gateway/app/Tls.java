package dev.linkgate.gateway.app;

import dev.linkgate.Certificates;
import dev.linkgate.TestDirectories;
import dev.linkgate.gateway.core.platform.store.TestDatabase;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The files of a gateway that listens with TLS.
 *
 * @param certificate of the server, with its key
 * @param trusted the authority of its clients' certificates
 */
record Tls(Path certificate, Path trusted) {

    private static final Tls SHARED = in(TestDirectories.create());

    static Tls in(Path directory) {
        return new Tls(
                Certificates.write(directory.resolve("server.pem"), Certificates.server()),
                Certificates.writeTrusted(directory.resolve("clients.pem"), Certificates.AUTHORITY));
    }

    /** One for all tests that show certificates. It ends with the tests. */
    static Gateway shared(TestDatabase database, String... properties) {
        return Gateway.shared(database, SHARED.properties(properties));
    }

    /** A gateway with these files that notices changes of them at once. */
    Gateway start(TestDatabase database, String... properties) {
        return Gateway.start(database, properties(properties));
    }

    private String[] properties(String... properties) {
        List<String> all = new ArrayList<>(List.of(
                "spring.ssl.bundle.pem.gateway.keystore.certificate=file:" + certificate,
                "spring.ssl.bundle.pem.gateway.keystore.private-key=file:" + certificate,
                "spring.ssl.bundle.pem.gateway.keystore.verify-keys=true",
                "spring.ssl.bundle.pem.gateway.truststore.certificate=file:" + trusted,
                "spring.ssl.bundle.pem.gateway.reload-on-update=true",
                "spring.ssl.bundle.watch.file.quiet-period=100ms",
                "server.ssl.bundle=gateway",
                "management.server.ssl.enabled=false"));
        all.addAll(List.of(properties));
        return all.toArray(String[]::new);
    }
}
