package dev.linkgate.gateway.core.atlas;

import dev.linkgate.Patience;
import dev.linkgate.TestDirectories;
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
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.apache.catalina.Context;
import org.apache.catalina.LifecycleException;
import org.apache.catalina.connector.Connector;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.startup.Tomcat;
import org.apache.catalina.valves.ValveBase;
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

/** Other people's digest servers, strict in different ways, on loopback. */
enum DigestServer {
    JETTY {
        @Override
        Running start(String user, String password) throws Exception {
            return jetty(user, password, new DigestAuthenticator());
        }
    },
    /** Refuses each nonce after a few uses, by a challenge that does not say {@code stale=true}. */
    JETTY_WITH_SHORT_NONCES {
        @Override
        Running start(String user, String password) throws Exception {
            DigestAuthenticator authenticator = new DigestAuthenticator();
            authenticator.setMaxNonceCount(4);
            return jetty(user, password, authenticator);
        }

        @Override
        boolean hasShortNonces() {
            return true;
        }
    },
    JETTY_WITH_HASHED_NAMES {
        @Override
        Running start(String user, String password) throws Exception {
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
        Running start(String user, String password) throws Exception {
            return tomcat(user, password, authenticator -> authenticator.setAlgorithms("SHA-256,MD5"));
        }
    },
    /** Nonces grow stale, with {@code stale=true}, while the test runs. */
    TOMCAT_WITH_SHORT_NONCES {
        @Override
        Running start(String user, String password) throws Exception {
            return tomcat(user, password, authenticator -> authenticator.setNonceValidity(800));
        }

        @Override
        boolean hasShortNonces() {
            return true;
        }

        @Override
        void letNoncesGrowOld() {
            // Tomcat reads the system's clock, so it cannot be advanced.
            Patience.letPass(Duration.ofSeconds(1));
        }
    };

    private static final UriCompliance ENCODED_SLASHES =
            UriCompliance.DEFAULT.with("ENCODED_SLASHES", UriCompliance.Violation.AMBIGUOUS_PATH_SEPARATOR);
    private static final String REALM = "MMS Public API";

    /** How long the application behind the authenticator takes, so that requests overlap. */
    private static final long WORK_NANOS = 3_000_000;

    boolean hasShortNonces() {
        return false;
    }

    void letNoncesGrowOld() {}

    abstract Running start(String user, String password) throws Exception;

    /** A server that notes the {@code Authorization} of each request in the order of arrival; empty if it had none. */
    record Running(URI uri, List<String> authorizations, AutoCloseable stop) implements AutoCloseable {
        @Override
        public void close() {
            try {
                stop.close();
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        }
    }

    private static Running jetty(String user, String password, DigestAuthenticator authenticator) throws Exception {
        List<String> authorizations = new CopyOnWriteArrayList<>();
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
        server.setHandler(new Handler.Wrapper(security) {
            @Override
            public boolean handle(
                    org.eclipse.jetty.server.Request request,
                    org.eclipse.jetty.server.Response response,
                    Callback callback)
                    throws Exception {
                note(authorizations, request.getHeaders().get("Authorization"));
                return super.handle(request, response, callback);
            }
        });
        server.start();
        return new Running(URI.create("http://127.0.0.1:" + connector.getLocalPort()), authorizations, server::stop);
    }

    private static Running tomcat(
            String user, String password, Consumer<org.apache.catalina.authenticator.DigestAuthenticator> configuration)
            throws IOException, LifecycleException {
        List<String> authorizations = new CopyOnWriteArrayList<>();
        Path directory = TestDirectories.create();
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
        context.getPipeline().addValve(new ValveBase(true) {
            @Override
            public void invoke(Request request, Response response)
                    throws IOException, jakarta.servlet.ServletException {
                note(authorizations, request.getHeader("Authorization"));
                getNext().invoke(request, response);
            }
        });
        org.apache.catalina.authenticator.DigestAuthenticator authenticator =
                new org.apache.catalina.authenticator.DigestAuthenticator();
        configuration.accept(authenticator);
        context.getPipeline().addValve(authenticator);
        tomcat.start();
        return new Running(URI.create("http://127.0.0.1:" + connector.getLocalPort()), authorizations, () -> {
            tomcat.stop();
            tomcat.destroy();
        });
    }

    private static void note(List<String> authorizations, @Nullable String authorization) {
        authorizations.add(authorization == null ? "" : authorization);
    }
}
