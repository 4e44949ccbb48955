package peer;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.authority.SimpleGrantedAuthority;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;

/** Knows a caller by the hash of the key in {@code Authorization: Bearer}. */
@Component
class ApiKeyFilter extends OncePerRequestFilter {

    record ApiKey(String hash, String project, String role) {}

    private final JdbcClient database;

    ApiKeyFilter(JdbcClient database) {
        this.database = database;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        String header = request.getHeader("Authorization");
        if (header != null && header.startsWith("Bearer ")) {
            String hash = Hashes.hex("SHA-256", header.substring("Bearer ".length()));
            database.sql("SELECT hash, project, role FROM api_key WHERE hash = ?")
                    .param(hash)
                    .query(ApiKey.class)
                    .optional()
                    .ifPresent(ApiKeyFilter::authenticate);
        }
        chain.doFilter(request, response);
    }

    private static void authenticate(ApiKey key) {
        SecurityContextHolder.getContext()
                .setAuthentication(new UsernamePasswordAuthenticationToken(
                        key, null, List.of(new SimpleGrantedAuthority("ROLE_" + key.role()))));
    }
}
