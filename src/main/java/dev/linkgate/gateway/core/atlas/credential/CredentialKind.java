package dev.linkgate.gateway.core.atlas.credential;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** The kinds of credential that Atlas knows. */
public enum CredentialKind {
    /** A programmatic API key: a public and a private key. */
    DIGEST("publicKey", "privateKey"),
    /** A service account: a client id and a client secret. */
    SERVICE_ACCOUNT("clientId", "clientSecret");

    private final String publicField;
    private final String secretField;

    CredentialKind(String publicField, String secretField) {
        this.publicField = publicField;
        this.secretField = secretField;
    }

    public static Optional<CredentialKind> of(String word) {
        return Arrays.stream(values()).filter(kind -> kind.word().equals(word)).findFirst();
    }

    /** The word in the API and the database, such as {@code service-account}. */
    @JsonValue
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** The JSON field of the public part. */
    public String publicField() {
        return publicField;
    }

    /** The JSON field of the secret part. */
    public String secretField() {
        return secretField;
    }
}
