package dev.linkgate.gateway.app;

import static dev.linkgate.gateway.app.AnswerAssert.assertThat;

import java.net.URLEncoder;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** A client of the endpoints for access tokens, with a team's key or what it takes for one. */
record OAuthClient(Gateway gateway, String id, String secret) {

    static final String GRANT = "grant_type=client_credentials";

    private static final String FORM = "application/x-www-form-urlencoded";

    static OAuthClient of(NewTeam team) {
        return new OAuthClient(team.gateway(), team.keyId(), team.key());
    }

    /** A copy of this client at another replica. */
    OAuthClient at(Gateway replica) {
        return new OAuthClient(replica, id, secret);
    }

    /** Sends a form as {@code curl -u id:secret -d form} does. */
    Answer ask(String form) {
        return post("/api/oauth/token", form);
    }

    /** Asks with the client's id and secret in the form. */
    Answer askInForm(String form) {
        return sendForm(
                gateway.anonymous(),
                "/api/oauth/token",
                form + "&client_id=" + encoded(id) + "&client_secret=" + encoded(secret));
    }

    /** A new token, which no other answer may show. */
    String token() {
        Caller unchecked = Caller.of(gateway.url()).with("Authorization", basic());
        Answer issued = sendForm(unchecked, "/api/oauth/token", GRANT);
        assertThat(issued).isOk();
        gateway.house().forbid(issued.text("/access_token"));
        return issued.text("/access_token");
    }

    /** A caller with a new token. */
    Caller caller() {
        return gateway.as(token());
    }

    Answer revoke(String token) {
        return post("/api/oauth/revoke", "token=" + encoded(token) + "&token_type_hint=access_token");
    }

    Answer post(String path, String form) {
        return sendForm(authenticated(), path, form);
    }

    Caller authenticated() {
        return gateway.anonymous().with("Authorization", basic());
    }

    static Answer sendForm(Caller caller, String path, String form) {
        return caller.with("Content-Type", FORM).send("POST", path, BodyPublishers.ofString(form));
    }

    private String basic() {
        return "Basic " + Base64.getEncoder().encodeToString((id + ":" + secret).getBytes(StandardCharsets.UTF_8));
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
