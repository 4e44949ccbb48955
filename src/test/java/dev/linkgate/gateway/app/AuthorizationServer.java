package dev.linkgate.gateway.app;

import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.proc.SecurityContext;
import dev.linkgate.RsaKeys;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.Set;
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

/** Spring Authorization Server, running on its own on the loopback address. People sign in to the pages of a gateway. */
final class AuthorizationServer {

    /** The client of a gateway's pages. */
    private static final String PAGES = "linkgate-pages";

    /** How long a login lasts: short enough to be waited for. */
    private static final Duration LOGIN = Duration.ofSeconds(60);

    private final int port;
    private final String gateway;

    private AuthorizationServer(int port, String gateway) {
        this.port = port;
        this.gateway = gateway;
    }

    /**
     * Runs until the process ends. Its people are {@code ines} of the group shop, and {@code otto} of shop and payments,
     * whose passwords are their names.
     *
     * @param arguments the port, and the address of the gateway to whose pages people sign in
     */
    public static void main(String[] arguments) {
        AuthorizationServer server = new AuthorizationServer(Integer.parseInt(arguments[0]), arguments[1]);
        AnnotationConfigServletWebServerApplicationContext context =
                new AnnotationConfigServletWebServerApplicationContext();
        context.registerBean(AuthorizationServer.class, () -> server);
        context.register(Beans.class);
        context.refresh();
    }

    private RegisteredClient pages() {
        return RegisteredClient.withId(PAGES)
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
                .build();
    }

    private CorsConfiguration crossOrigin() {
        CorsConfiguration cors = new CorsConfiguration();
        cors.setAllowedOrigins(List.of(gateway));
        cors.setAllowedMethods(List.of("GET", "POST"));
        cors.setAllowedHeaders(List.of("X-Requested-With")); // Swagger UI sends it
        return cors;
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
                    .cors(cors -> cors.configurationSource(request -> server.crossOrigin()))
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
            return AuthorizationServerSettings.builder()
                    .issuer("http://127.0.0.1:" + server.port)
                    .build();
        }

        @Bean
        RegisteredClientRepository clients(AuthorizationServer server) {
            return new InMemoryRegisteredClientRepository(server.pages());
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
        JWKSource<SecurityContext> keys() {
            JWKSet keys = new JWKSet(RsaKeys.next("pages"));
            return (selector, context) -> selector.select(keys);
        }

        /** Its page about users needs one. */
        @Bean
        JwtDecoder decoder(JWKSource<SecurityContext> keys) {
            return OAuth2AuthorizationServerConfiguration.jwtDecoder(keys);
        }

        @Bean
        OAuth2TokenCustomizer<JwtEncodingContext> claims() {
            return context -> {
                if (context.getTokenType().equals(OAuth2TokenType.ACCESS_TOKEN)) {
                    Authentication person = context.getPrincipal();
                    context.getClaims()
                            .audience(List.of("linkgate"))
                            .claim("groups", List.copyOf(AuthorityUtils.authorityListToSet(person.getAuthorities())));
                }
            };
        }
    }
}
