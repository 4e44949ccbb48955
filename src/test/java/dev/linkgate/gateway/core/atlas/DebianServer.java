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

/** Digest servers that Debian packages, each a separate process that serves one file to known users. */
enum DebianServer implements ForeignDigestServer {
    /**
     * Wants the counts of a nonce without gaps, across its processes, and says no {@code stale=true} if they are not.
     */
    APACHE("apache2", "AuthDigestNonceLifetime 300"),
    /** Hands over the next nonce with each answer, and finds the old ones stale after a second. */
    APACHE_WITH_SHORT_NONCES("apache2", "AuthDigestNonceLifetime 1") {
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
    APACHE_WITH_ONE_TIME_NONCES("apache2", "AuthDigestNonceLifetime 0"),
    LIGHTTPD_MD5("lighttpd", "MD5"),
    LIGHTTPD_SHA_256("lighttpd", "SHA-256"),
    /** Two challenges; the first is to be answered. */
    LIGHTTPD_BOTH("lighttpd", "SHA-256|MD5");

    private static final String REALM = "MMS Public API";
    private static final String ACCOUNT = "www-data";

    /**
     * Enough for as many nonces as the test has callers. By default, a new nonce pushes out those of a dozen others.
     */
    private static final String MEMORY = "AuthDigestShmemSize 64K";

    private final String program;
    private final String setting;

    DebianServer(String program, String setting) {
        this.program = program;
        this.setting = setting;
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
        Files.writeString(users, line(user, password, "MD5") + line(user, password, "SHA-256"));
        readableByItsAccount(directory);
        int port = Ports.free();
        Path config = directory.resolve("server.conf");
        List<String> command;
        if (program.equals("apache2")) {
            Files.writeString(config, apache(directory, port));
            command = List.of(executable.toString(), "-DFOREGROUND", "-f", config.toString());
        } else {
            Files.writeString(config, lighttpd(directory, port));
            command = List.of(executable.toString(), "-D", "-f", config.toString());
        }
        ServerProcess process = ServerProcess.start(command, port, directory.resolve("output"));
        return new Running(process.uri(), process);
    }

    /** More threads than callers: with none to spare it closes connections that are about to be used. */
    private String apache(Path directory, int port) {
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
                  %5$s
                  Require valid-user
                </Directory>
                """.formatted(
                port, directory, isRoot() ? "User " + ACCOUNT + "\nGroup " + ACCOUNT : "", REALM, setting, MEMORY);
    }

    private String lighttpd(Path directory, int port) {
        return """
                server.bind = "127.0.0.1"
                server.port = %d
                server.document-root = "%2$s/root"
                %3$s
                server.modules = ("mod_auth", "mod_authn_file")
                server.max-keep-alive-idle = 60
                auth.backend = "htdigest"
                auth.backend.htdigest.userfile = "%2$s/users"
                auth.require = ("" => (
                  "method" => "digest", "realm" => "%4$s", "require" => "valid-user", "algorithm" => "%5$s"))
                """.formatted(
                        port,
                        directory,
                        isRoot() ? "server.username = \"" + ACCOUNT + "\"\nserver.groupname = \"" + ACCOUNT + "\"" : "",
                        REALM,
                        setting);
    }

    private static String line(String user, String password, String hash) throws NoSuchAlgorithmException {
        String identity = user + ":" + REALM + ":";
        byte[] bytes = (identity + password).getBytes(StandardCharsets.UTF_8);
        return identity
                + HexFormat.of().formatHex(MessageDigest.getInstance(hash).digest(bytes)) + "\n";
    }

    /** Started by root, these servers change to an account that may read little. */
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
                .map(directory -> Path.of(directory, program))
                .filter(Files::isExecutable)
                .findFirst();
    }
}
