package dev.linkgate.gateway.access.oauth;

import com.fasterxml.jackson.annotation.JsonProperty;

/**
 * The answer with a new access token (RFC 6749, section 5.1).
 *
 * @param expiresIn in seconds
 */
record TokenAnswer(
        @JsonProperty("access_token") String accessToken,
        @JsonProperty("expires_in") long expiresIn,
        @JsonProperty("token_type") String tokenType) {

    static TokenAnswer of(IssuedToken issued) {
        return new TokenAnswer(issued.text().reveal(), issued.life().toSeconds(), "Bearer");
    }

    /** Omits the token, because Spring MVC logs the values that controllers return. */
    @Override
    public String toString() {
        return "TokenAnswer[expiresIn=" + expiresIn + "]";
    }
}
