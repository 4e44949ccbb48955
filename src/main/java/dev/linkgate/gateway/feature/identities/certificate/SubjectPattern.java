package dev.linkgate.gateway.feature.identities.certificate;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.naming.InvalidNameException;
import javax.naming.ldap.LdapName;
import javax.naming.ldap.Rdn;
import javax.security.auth.x500.X500Principal;

/**
 * A pattern of certificates' subjects: a distinguished name (RFC 2253), such as {@code CN={team},OU=teams,O=Example}.
 * One value may contain <code>{team}</code>, which stands for the name of a team. All other values must be equal, in
 * the same order. Letter case does not count (X.520), except beside <code>{team}</code>.
 */
final class SubjectPattern {

    private static final String PLACEHOLDER = "{team}";

    /** Types of attributes that RFC 2253 does not name, so that their values would be compared with their encoding. */
    private static final Map<String, String> MORE_TYPES = Map.of(
            "1.2.840.113549.1.9.1", "EMAILADDRESS",
            "2.5.4.5", "SERIALNUMBER");

    private final List<Rdn> parts;
    private final int variable;

    private SubjectPattern(List<Rdn> parts, int variable) {
        this.parts = parts;
        this.variable = variable;
    }

    /** @throws IllegalArgumentException if it is not a distinguished name, or has more than one placeholder */
    static SubjectPattern of(String text) {
        List<Rdn> parts = parts(new X500Principal(text));
        int variable = -1;
        for (int i = 0; i < parts.size(); i++) {
            int found = parts.get(i).toString().split("\\{team}", -1).length - 1;
            if (found > 1 || (found == 1 && (variable >= 0 || parts.get(i).size() > 1))) {
                throw new IllegalArgumentException("more than one placeholder");
            }
            if (found == 1) {
                variable = i;
            }
        }
        if (parts.isEmpty()) {
            throw new IllegalArgumentException("no attribute");
        }
        return new SubjectPattern(parts, variable);
    }

    boolean hasPlaceholder() {
        return variable >= 0;
    }

    /** The text in place of the placeholder, or an empty text without one; nothing if the subject does not fit. */
    Optional<String> match(X500Principal subject) {
        List<Rdn> others = parts(subject);
        if (others.size() != parts.size()) {
            return Optional.empty();
        }
        for (int i = 0; i < parts.size(); i++) {
            if (i != variable && !parts.get(i).equals(others.get(i))) {
                return Optional.empty();
            }
        }
        return hasPlaceholder() ? valueIn(parts.get(variable), others.get(variable)) : Optional.of("");
    }

    private static Optional<String> valueIn(Rdn pattern, Rdn part) {
        if (part.size() > 1 || !part.getType().equalsIgnoreCase(pattern.getType())) {
            return Optional.empty();
        }
        String text = String.valueOf(pattern.getValue());
        String before = text.substring(0, text.indexOf(PLACEHOLDER));
        String after = text.substring(before.length() + PLACEHOLDER.length());
        return part.getValue() instanceof String value
                        && value.length() >= before.length() + after.length()
                        && value.startsWith(before)
                        && value.endsWith(after)
                ? Optional.of(value.substring(before.length(), value.length() - after.length()))
                : Optional.empty();
    }

    private static List<Rdn> parts(X500Principal name) {
        try {
            return new LdapName(name.getName(X500Principal.RFC2253, MORE_TYPES)).getRdns();
        } catch (InvalidNameException e) {
            throw new IllegalArgumentException("not a distinguished name", e);
        }
    }
}
