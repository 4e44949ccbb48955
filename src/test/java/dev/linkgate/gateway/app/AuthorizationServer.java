package dev.linkgate.gateway.app;

import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.proc.SecurityContext;
import dev.linkgate.Ports;
import dev.linkgate.RsaKeys;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.servlet.context.AnnotationConfigServletWebServerApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configuration.EnableWebSecurity;
import org.springframework.security.config.annotation.web.configuration.OAuth2AuthorizationServerConfiguration;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.authority.AuthorityUtils;
import org.springframework.security.core.userdetails.User;
import org.springframework.security.core.userdetails.UserDetails;
import org.springframework.security.core.userdetails.UserDetailsService;
import org.springframework.security.crypto.password.PasswordEncoder;
import org.springframework.security.oauth2.core.AuthorizationGrantType;
import org.springframework.security.oauth2.core.ClientAuthenticationMethod;
import org.springframework.security.oauth2.jwt.JwtClaimsSet;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.server.authorization.OAuth2TokenType;
import org.springframework.security.oauth2.server.authorization.client.InMemoryRegisteredClientRepository;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClient;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClientRepository;
import org.springframework.security.oauth2.server.authorization.settings.AuthorizationServerSettings;
import org.springframework.security.oauth2.server.authorization.settings.ClientSettings;
import org.springframework.security.oauth2.server.authorization.settings.TokenSettings;
import org.springframework.security.oauth2.server.authorization.token.JwtEncodingContext;
import org.springframework.security.oauth2.server.authorization.token.OAuth2TokenCustomizer;
import org.springframework.security.provisioning.InMemoryUserDetailsManager;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.web.cors.CorsConfiguration;
import tools.jackson.databind.json.JsonMapper;

/**
 * Spring Authorization Server, running on its own on the loopback address. It issues access tokens to clients by the
 * grant {@code client_credentials}, and publishes its key. People sign in to the pages of a
 * gateway, if it has one.
 */
final class AuthorizationServer implements AutoCloseable {

    /** The client of a gateway's pages. */
    private static final String PAGES = "linkgate-pages";

    /** How long a login lasts: short enough to be waited for. */
    private static final Duration LOGIN = Duration.ofSeconds(60);

    private final int port;
    private final RSAKey key = RsaKeys.next(UUID.randomUUID().toString());
    private final InMemoryRegisteredClientRepository clients =
            new InMemoryRegisteredClientRepository(client("without a token"));
    private final Map<String, Consumer<JwtClaimsSet.Builder>> claimsOfClients = new ConcurrentHashMap<>();
    private final CorsConfiguration pages = new CorsConfiguration();
    private @Nullable AnnotationConfigServletWebServerApplicationContext running;

    AuthorizationServer() {
        this(Ports.free());
    }

    private AuthorizationServer(int port) {
        this.port = port;
    }

    /**
     * Runs until the process ends. Its people are {@code ines} of the group shop, and {@code otto} of shop and payments,
     * whose passwords are their names.
     *
     * @param arguments the port, and the address of the gateway to whose pages people sign in
     */
    public static void main(String[] arguments) {
        AuthorizationServer server = new AuthorizationServer(Integer.parseInt(arguments[0]));
        String gateway = arguments[1];
        server.pages.setAllowedOrigins(List.of(gateway));
        server.pages.setAllowedMethods(List.of("GET", "POST"));
        server.pages.setAllowedHeaders(List.of("X-Requested-With")); // Swagger UI sends it
        server.clients.save(RegisteredClient.withId(PAGES)
                .clientId(PAGES)
                .clientAuthenticationMethod(ClientAuthenticationMethod.NONE)
                .authorizationGrantType(AuthorizationGrantType.AUTHORIZATION_CODE)
                .redirectUris(uris -> uris.addAll(
                        Set.of(gateway + "/", gateway + "/audit", gateway + "/swagger-ui/oauth2-redirect.html")))
                .scopes(scopes -> scopes.addAll(Set.of("openid", "profile")))
                .clientSettings(ClientSettings.builder()
                        .requireProofKey(true)
                        .requireAuthorizationConsent(true)
                        .build())
                .tokenSettings(
                        TokenSettings.builder().accessTokenTimeToLive(LOGIN).build())
                .build());
        server.start();
    }

    AuthorizationServer start() {
        AnnotationConfigServletWebServerApplicationContext context =
                new AnnotationConfigServletWebServerApplicationContext();
        context.registerBean(AuthorizationServer.class, () -> this, definition -> definition.setDestroyMethodName(""));
        context.register(Beans.class);
        context.refresh();
        running = context;
        return this;
    }

    @Override
    public void close() {
        if (running != null) {
            running.close();
        }
    }

    String issuer() {
        return "http://127.0.0.1:" + port;
    }

    /**
     * Registers a client and lets it get a token. The claims are those of every token of this server, of which {@code
     * aud} and {@code sub} are the client's id, with changes.
     *
     * @param changes as an operator of this server would configure them
     */
    String issue(Consumer<JwtClaimsSet.Builder> changes, String... scopes) {
        String id = UUID.randomUUID().toString();
        claimsOfClients.put(id, changes);
        clients.save(client(id, scopes));
        String form = "grant_type=client_credentials&client_id=%s&client_secret=%1$s&scope=%s"
                .formatted(id, String.join("%20", scopes).replace(":", "%3A"));
        return JsonMapper.shared()
                .readTree(post("/oauth2/token", form))
                .path("access_token")
                .stringValue();
    }

    private static RegisteredClient client(String id, String... scopes) {
        return RegisteredClient.withId(id)
                .clientId(id)
                .clientSecret(id)
                .clientAuthenticationMethod(ClientAuthenticationMethod.CLIENT_SECRET_POST)
                .authorizationGrantType(AuthorizationGrantType.CLIENT_CREDENTIALS)
                .scopes(all -> all.addAll(List.of(scopes)))
                .build();
    }

    private String post(String path, String form) {
        HttpRequest request = HttpRequest.newBuilder(URI.create(issuer() + path))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(form))
                .build();
        try (HttpClient http = HttpClient.newHttpClient()) {
            HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
            if (answer.statusCode() != 200) {
                throw new IllegalStateException(answer.statusCode() + " " + answer.body());
            }
            return answer.body();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @EnableWebSecurity
    static class Beans {

        @Bean
        TomcatServletWebServerFactory web(AuthorizationServer server) {
            TomcatServletWebServerFactory web = new TomcatServletWebServerFactory(server.port);
            web.setAddress(InetAddress.getLoopbackAddress());
            web.setRegisterDefaultServlet(true); // all of the server is filters, and Tomcat has none without a servlet
            return web;
        }

        @Bean
        SecurityFilterChain endpoints(HttpSecurity http, AuthorizationServer server) {
            return http.oauth2AuthorizationServer(endpoints -> endpoints.oidc(Customizer.withDefaults()))
                    .authorizeHttpRequests(requests -> requests.anyRequest().authenticated())
                    .formLogin(Customizer.withDefaults())
                    .cors(cors -> cors.configurationSource(request -> server.pages))
                    .build();
        }

        @Bean
        UserDetailsService people() {
            return new InMemoryUserDetailsManager(person("ines", "shop"), person("otto", "shop", "payments"));
        }

        private static UserDetails person(String name, String... groups) {
            return User.withUsername(name).password(name).authorities(groups).build();
        }

        @Bean
        AuthorizationServerSettings addresses(AuthorizationServer server) {
            return AuthorizationServerSettings.builder().issuer(server.issuer()).build();
        }

        @Bean
        RegisteredClientRepository clients(AuthorizationServer server) {
            return server.clients;
        }

        /** The secrets of the clients are random, and live as long as the server. */
        @Bean
        PasswordEncoder plainSecrets() {
            return new PasswordEncoder() {
                @Override
                public @Nullable String encode(@Nullable CharSequence secret) {
                    return secret == null ? null : secret.toString();
                }

                @Override
                public boolean matches(@Nullable CharSequence secret, @Nullable String stored) {
                    return secret != null && secret.toString().equals(stored);
                }
            };
        }

        @Bean
        JWKSource<SecurityContext> keys(AuthorizationServer server) {
            return (selector, context) -> selector.select(new JWKSet(server.key));
        }

        /** Its page about users needs one. */
        @Bean
        JwtDecoder decoder(JWKSource<SecurityContext> keys) {
            return OAuth2AuthorizationServerConfiguration.jwtDecoder(keys);
        }

        @Bean
        OAuth2TokenCustomizer<JwtEncodingContext> claims(AuthorizationServer server) {
            return context -> {
                String client = context.getRegisteredClient().getClientId();
                if (!client.equals(PAGES)) {
                    Objects.requireNonNull(server.claimsOfClients.get(client)).accept(context.getClaims());
                } else if (context.getTokenType().equals(OAuth2TokenType.ACCESS_TOKEN)) {
                    Authentication person = context.getPrincipal();
                    context.getClaims()
                            .audience(List.of("linkgate"))
                            .claim("groups", List.copyOf(AuthorityUtils.authorityListToSet(person.getAuthorities())));
                }
            };
        }
    }
}
