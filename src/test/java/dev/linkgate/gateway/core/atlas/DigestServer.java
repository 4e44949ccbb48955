package dev.linkgate.gateway.core.atlas;

import dev.linkgate.Patience;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.HexFormat;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.apache.catalina.Context;
import org.apache.catalina.LifecycleException;
import org.apache.catalina.connector.Connector;
import org.apache.catalina.startup.Tomcat;
import org.apache.tomcat.util.buf.EncodedSolidusHandling;
import org.apache.tomcat.util.descriptor.web.LoginConfig;
import org.apache.tomcat.util.descriptor.web.SecurityCollection;
import org.apache.tomcat.util.descriptor.web.SecurityConstraint;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.security.Constraint;
import org.eclipse.jetty.security.HashLoginService;
import org.eclipse.jetty.security.SecurityHandler;
import org.eclipse.jetty.security.UserStore;
import org.eclipse.jetty.security.authentication.DigestAuthenticator;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.security.Credential;
import org.jspecify.annotations.Nullable;

/** Digest servers within this process, strict in different ways. */
enum DigestServer implements ForeignDigestServer {
    JETTY {
        @Override
        public Running start(Path directory, String user, String password) throws Exception {
            return jetty(user, password, new DigestAuthenticator());
        }
    },
    /** Refuses each nonce after a few uses, by a challenge that does not say {@code stale=true}. */
    JETTY_WITH_SHORT_NONCES {
        @Override
        public Running start(Path directory, String user, String password) throws Exception {
            DigestAuthenticator authenticator = new DigestAuthenticator();
            authenticator.setMaxNonceCount(4);
            return jetty(user, password, authenticator);
        }

        @Override
        public boolean keepsNonces() {
            return false;
        }
    },
    JETTY_WITH_HASHED_NAMES {
        @Override
        public Running start(Path directory, String user, String password) throws Exception {
            String hash = HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256")
                            .digest((user + ":" + REALM).getBytes(StandardCharsets.UTF_8)));
            DigestAuthenticator authenticator = new DigestAuthenticator() {
                @Override
                protected @Nullable String resolveHashedUserName(String name) {
                    return name.equals(hash) ? user : null;
                }
            };
            authenticator.setAlgorithm("SHA-256");
            authenticator.setUserHashing(true);
            return jetty(user, password, authenticator);
        }
    },
    /** Offers SHA-256 first and MD5 beside it. */
    TOMCAT {
        @Override
        public Running start(Path directory, String user, String password) throws Exception {
            return tomcat(directory, user, password, authenticator -> authenticator.setAlgorithms("SHA-256,MD5"));
        }
    },
    /** Nonces grow stale, with {@code stale=true}, while the test runs. */
    TOMCAT_WITH_SHORT_NONCES {
        @Override
        public Running start(Path directory, String user, String password) throws Exception {
            return tomcat(directory, user, password, authenticator -> authenticator.setNonceValidity(800));
        }

        @Override
        public boolean keepsNonces() {
            return false;
        }

        @Override
        public void letNoncesGrowOld() {
            // Tomcat reads the system's clock, so it cannot be advanced.
            Patience.letPass(Duration.ofSeconds(1));
        }
    };

    private static final UriCompliance ENCODED_SLASHES =
            UriCompliance.DEFAULT.with("ENCODED_SLASHES", UriCompliance.Violation.AMBIGUOUS_PATH_SEPARATOR);
    private static final String REALM = "MMS Public API";

    /** How long the application behind the authenticator takes, so that requests overlap. */
    private static final long WORK_NANOS = 3_000_000;

    private static Running jetty(String user, String password, DigestAuthenticator authenticator) throws Exception {
        UserStore users = new UserStore();
        users.addUser(user, Credential.getCredential(password), new String[] {"user"});
        HashLoginService logins = new HashLoginService(REALM);
        logins.setUserStore(users);
        SecurityHandler.PathMapped security = new SecurityHandler.PathMapped(new Handler.Abstract() {
            @Override
            public boolean handle(
                    org.eclipse.jetty.server.Request request,
                    org.eclipse.jetty.server.Response response,
                    Callback callback) {
                LockSupport.parkNanos(WORK_NANOS);
                response.write(true, StandardCharsets.UTF_8.encode("{}"), callback);
                return true;
            }
        });
        security.put("/*", Constraint.ANY_USER);
        security.setAuthenticator(authenticator);
        security.setLoginService(logins);
        Server server = new Server();
        ServerConnector connector = new ServerConnector(server);
        connector.setHost("127.0.0.1");
        connector
                .getConnectionFactory(HttpConnectionFactory.class)
                .getHttpConfiguration()
                .setUriCompliance(ENCODED_SLASHES);
        server.addConnector(connector);
        server.setHandler(security);
        server.start();
        return new Running(URI.create("http://127.0.0.1:" + connector.getLocalPort()), server::stop);
    }

    private static Running tomcat(
            Path directory,
            String user,
            String password,
            Consumer<org.apache.catalina.authenticator.DigestAuthenticator> configuration)
            throws IOException, LifecycleException {
        Tomcat tomcat = new Tomcat();
        tomcat.setBaseDir(directory.toString());
        Connector connector = new Connector();
        connector.setPort(0);
        connector.setEncodedSolidusHandling(EncodedSolidusHandling.PASS_THROUGH.getValue());
        connector.setProperty("address", InetAddress.getLoopbackAddress().getHostAddress());
        tomcat.setConnector(connector);
        tomcat.addUser(user, password);
        tomcat.addRole(user, "user");
        Context context = tomcat.addContext("", null);
        Tomcat.addServlet(context, "answers", new HttpServlet() {
                    private static final long serialVersionUID = 1L;

                    @Override
                    protected void service(HttpServletRequest request, HttpServletResponse response)
                            throws IOException {
                        LockSupport.parkNanos(WORK_NANOS);
                        response.setContentType("application/json");
                        response.getWriter().print("{}");
                    }
                })
                .addMapping("/*");
        SecurityCollection everything = new SecurityCollection();
        everything.addPattern("/*");
        SecurityConstraint constraint = new SecurityConstraint();
        constraint.addCollection(everything);
        constraint.addAuthRole("user");
        context.addConstraint(constraint);
        context.setLoginConfig(new LoginConfig("DIGEST", REALM, null, null));
        org.apache.catalina.authenticator.DigestAuthenticator authenticator =
                new org.apache.catalina.authenticator.DigestAuthenticator();
        configuration.accept(authenticator);
        context.getPipeline().addValve(authenticator);
        tomcat.start();
        return new Running(URI.create("http://127.0.0.1:" + connector.getLocalPort()), () -> {
            tomcat.stop();
            tomcat.destroy();
        });
    }
}
