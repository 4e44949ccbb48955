package dev.linkgate.gateway.app;

import static dev.linkgate.gateway.app.AnswerAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.oauth2.sdk.ClientCredentialsGrant;
import com.nimbusds.oauth2.sdk.ParseException;
import com.nimbusds.oauth2.sdk.TokenRequest;
import com.nimbusds.oauth2.sdk.TokenResponse;
import com.nimbusds.oauth2.sdk.TokenRevocationRequest;
import com.nimbusds.oauth2.sdk.auth.ClientAuthentication;
import com.nimbusds.oauth2.sdk.auth.ClientSecretBasic;
import com.nimbusds.oauth2.sdk.auth.ClientSecretPost;
import com.nimbusds.oauth2.sdk.auth.Secret;
import com.nimbusds.oauth2.sdk.id.ClientID;
import com.nimbusds.oauth2.sdk.token.BearerAccessToken;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.security.oauth2.client.endpoint.OAuth2ClientCredentialsGrantRequest;
import org.springframework.security.oauth2.client.endpoint.RestClientClientCredentialsTokenResponseClient;
import org.springframework.security.oauth2.client.registration.ClientRegistration;
import org.springframework.security.oauth2.core.AuthorizationGrantType;
import org.springframework.security.oauth2.core.ClientAuthenticationMethod;
import org.springframework.security.oauth2.core.OAuth2AuthorizationException;
import org.springframework.security.oauth2.core.endpoint.OAuth2AccessTokenResponse;

/** Other people's clients of OAuth get access tokens, and understand why they do not. */
class OAuthClientsTest {

    private static final String OF_ATLAS = "/api/atlas/v2/nothing";

    private final Gateway gateway = Gateway.shared();
    private final NewTeam team = NewTeam.in(gateway);
    private final RestClientClientCredentialsTokenResponseClient spring =
            new RestClientClientCredentialsTokenResponseClient();

    private OAuth2ClientCredentialsGrantRequest springRequest(ClientAuthenticationMethod method, String secret) {
        return new OAuth2ClientCredentialsGrantRequest(ClientRegistration.withRegistrationId("linkgate")
                .tokenUri(gateway.url() + "/api/oauth/token")
                .clientId(team.keyId())
                .clientSecret(secret)
                .clientAuthenticationMethod(method)
                .authorizationGrantType(AuthorizationGrantType.CLIENT_CREDENTIALS)
                .build());
    }

    @Test
    void springsClientGetsATokenInBothWays() {
        for (ClientAuthenticationMethod method : List.of(
                ClientAuthenticationMethod.CLIENT_SECRET_BASIC, ClientAuthenticationMethod.CLIENT_SECRET_POST)) {
            OAuth2AccessTokenResponse response = spring.getTokenResponse(springRequest(method, team.key()));

            assertThat(gateway.as(response.getAccessToken().getTokenValue()).get(OF_ATLAS))
                    .hasStatus(403);
            assertThatThrownBy(() -> spring.getTokenResponse(springRequest(method, team.key() + "x")))
                    .isInstanceOf(OAuth2AuthorizationException.class)
                    .hasMessageContaining("401")
                    .hasMessageContaining("invalid_client");
        }
    }

    @Test
    void nimbussClientGetsATokenInBothWaysAndRevokesIt() throws IOException, ParseException {
        ClientID id = new ClientID(team.keyId());
        for (ClientAuthentication client : List.of(
                new ClientSecretBasic(id, new Secret(team.key())), new ClientSecretPost(id, new Secret(team.key())))) {
            BearerAccessToken token =
                    response(client).toSuccessResponse().getTokens().getBearerAccessToken();
            assertThat(token.getLifetime()).isEqualTo(3_600);
            assertThat(gateway.as(token.getValue()).get(OF_ATLAS)).hasStatus(403);

            assertThat(new TokenRevocationRequest(address("revoke"), client, token)
                            .toHTTPRequest()
                            .send()
                            .indicatesSuccess())
                    .isTrue();
            assertThat(gateway.as(token.getValue()).get(OF_ATLAS)).hasStatus(401);
        }
        assertThat(response(new ClientSecretBasic(id, new Secret("wrong")))
                        .toErrorResponse()
                        .getErrorObject()
                        .getCode())
                .isEqualTo("invalid_client");
    }

    private TokenResponse response(ClientAuthentication client) throws IOException, ParseException {
        return TokenResponse.parse(new TokenRequest.Builder(address("token"), client, new ClientCredentialsGrant())
                .build()
                .toHTTPRequest()
                .send());
    }

    private URI address(String name) {
        return URI.create(gateway.url() + "/api/oauth/" + name);
    }
}
