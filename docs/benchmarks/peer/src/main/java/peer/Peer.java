package peer;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.http.HttpMethod;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.authentication.UsernamePasswordAuthenticationFilter;
import org.springframework.web.reactive.function.client.WebClient;

/**
 * What a team would write by hand: a key of a project, a durable record before and after each call, and Atlas by Digest. It
 * has no retries, limits, chained records, conditional requests or problems.
 *
 * <p>Settings: {@code peer.data}, {@code peer.atlas}, {@code peer.public-key}, {@code peer.private-key}.
 */
@SpringBootApplication
public class Peer {

    public static void main(String[] args) {
        SpringApplication.run(Peer.class, args);
    }

    @Bean
    SecurityFilterChain security(HttpSecurity http, ApiKeyFilter keys) throws Exception {
        return http.csrf(AbstractHttpConfigurer::disable)
                .sessionManagement(sessions -> sessions.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
                .addFilterBefore(keys, UsernamePasswordAuthenticationFilter.class)
                .authorizeHttpRequests(requests -> requests.requestMatchers("/readyz")
                        .permitAll()
                        .requestMatchers(HttpMethod.GET)
                        .authenticated()
                        .anyRequest()
                        .hasRole("EDITOR"))
                .build();
    }

    @Bean
    WebClient atlas(
            WebClient.Builder builder,
            @Value("${peer.atlas}") String url,
            @Value("${peer.public-key}") String publicKey,
            @Value("${peer.private-key}") String privateKey) {
        return builder.baseUrl(url).filter(new DigestFilter(publicKey, privateKey)).build();
    }
}
