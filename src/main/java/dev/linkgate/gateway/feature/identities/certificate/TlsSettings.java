package dev.linkgate.gateway.feature.identities.certificate;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The teams that callers with a client certificate belong to.
 *
 * @param teams the subjects of the certificates; the first that fits decides. A certificate that none fits has no team
 */
@ConfigurationProperties("linkgate.tls")
record TlsSettings(@DefaultValue List<Subject> teams) {

    /**
     * The certificates of one team, or of each team.
     *
     * @param subject a distinguished name, as in {@link SubjectPattern}; <code>{team}</code> in it names the team
     * @param team absent or blank if the subject names the team
     */
    record Subject(String subject, @Nullable String team) {

        Subject {
            team = team == null || team.isBlank() ? null : team;
        }
    }
}
