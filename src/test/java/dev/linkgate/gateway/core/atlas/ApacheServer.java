package dev.linkgate.gateway.core.atlas;

import dev.linkgate.ChildProcess;
import dev.linkgate.Patience;
import dev.linkgate.Ports;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Apache as Debian packages it, each a separate process that serves one file to known users. */
enum ApacheServer implements ForeignDigestServer {
    /**
     * Wants the counts of a nonce without gaps, across its processes, and says no {@code stale=true} if they are not.
     */
    APACHE(300),
    /** Hands over the next nonce with each answer, and finds the old ones stale after a second. */
    APACHE_WITH_SHORT_NONCES(1) {
        @Override
        public void letNoncesGrowOld() {
            // It reads the system's clock, so it cannot be advanced.
            Patience.letPass(Duration.ofMillis(1_200));
        }

        @Override
        public boolean keepsNonces() {
            return false;
        }
    },
    /** Accepts each nonce once, and sends the next one with each answer. */
    APACHE_WITH_ONE_TIME_NONCES(0);

    private static final String REALM = "MMS Public API";
    private static final String ACCOUNT = "www-data";

    /**
     * Enough for as many nonces as the test has callers. By default, a new nonce pushes out those of a dozen others.
     */
    private static final String MEMORY = "AuthDigestShmemSize 64K";

    private final int nonceLifetimeSeconds;

    ApacheServer(int nonceLifetimeSeconds) {
        this.nonceLifetimeSeconds = nonceLifetimeSeconds;
    }

    @Override
    public String path() {
        return "/groups/1/x";
    }

    @Override
    public boolean isInstalled() {
        return executable().isPresent();
    }

    @Override
    public Running start(Path directory, String user, String password) throws Exception {
        Path executable = executable().orElseThrow();
        Path root = Files.createDirectories(directory.resolve("root/groups/1"));
        Path users = directory.resolve("users");
        Files.writeString(root.resolve("x"), "{}");
        Files.writeString(users, line(user, password));
        readableByItsAccount(directory);
        int port = Ports.free();
        Path config = directory.resolve("server.conf");
        Files.writeString(config, config(directory, port));
        List<String> command = List.of(executable.toString(), "-DFOREGROUND", "-f", config.toString());
        ServerProcess process = ServerProcess.start(command, port, directory.resolve("output"));
        return new Running(process.uri(), process);
    }

    /** More threads than callers: with none to spare it closes connections that are about to be used. */
    private String config(Path directory, int port) {
        return """
                ServerRoot /usr/lib/apache2
                ServerName localhost
                Listen 127.0.0.1:%d
                DefaultRuntimeDir %2$s
                PidFile %2$s/pid
                ErrorLog /dev/stderr
                %3$s
                LoadModule mpm_event_module modules/mod_mpm_event.so
                LoadModule authn_core_module modules/mod_authn_core.so
                LoadModule authn_file_module modules/mod_authn_file.so
                LoadModule authz_core_module modules/mod_authz_core.so
                LoadModule authz_user_module modules/mod_authz_user.so
                LoadModule auth_digest_module modules/mod_auth_digest.so
                StartServers 2
                ServerLimit 2
                ThreadsPerChild 100
                MaxRequestWorkers 200
                KeepAliveTimeout 60
                %6$s
                DocumentRoot %2$s/root
                <Directory %2$s/root>
                  AuthType Digest
                  AuthName "%4$s"
                  AuthUserFile %2$s/users
                  AuthDigestNcCheck On
                  AuthDigestNonceLifetime %5$d
                  Require valid-user
                </Directory>
                """.formatted(
                        port,
                        directory,
                        isRoot() ? "User " + ACCOUNT + "\nGroup " + ACCOUNT : "",
                        REALM,
                        nonceLifetimeSeconds,
                        MEMORY);
    }

    private static String line(String user, String password) throws NoSuchAlgorithmException {
        String identity = user + ":" + REALM + ":";
        byte[] bytes = (identity + password).getBytes(StandardCharsets.UTF_8);
        return identity
                + HexFormat.of().formatHex(MessageDigest.getInstance("MD5").digest(bytes)) + "\n";
    }

    /** Started by root, it changes to an account that may read little. */
    private static void readableByItsAccount(Path directory) throws IOException {
        try (Stream<Path> paths = Files.walk(directory)) {
            for (Path path : paths.toList()) {
                Files.setPosixFilePermissions(
                        path, PosixFilePermissions.fromString(Files.isDirectory(path) ? "rwxr-xr-x" : "rw-r--r--"));
            }
        }
    }

    private static boolean isRoot() {
        return "root".equals(System.getProperty("user.name"));
    }

    private Optional<Path> executable() {
        return Stream.concat(
                        Stream.of(ChildProcess.PATH.split(":", -1)), Stream.of("/usr/sbin", "/usr/local/sbin", "/sbin"))
                .map(directory -> Path.of(directory, "apache2"))
                .filter(Files::isExecutable)
                .findFirst();
    }
}
