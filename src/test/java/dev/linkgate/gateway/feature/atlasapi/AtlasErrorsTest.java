package dev.linkgate.gateway.feature.atlasapi;

import static org.assertj.core.api.Assertions.assertThat;

import dev.linkgate.gateway.core.platform.request.AtlasAnswer;
import dev.linkgate.gateway.core.platform.request.AtlasField;
import dev.linkgate.gateway.core.platform.request.Failure;
import dev.linkgate.gateway.core.platform.request.FieldError;
import dev.linkgate.gateway.core.platform.request.ProblemCode;
import dev.linkgate.gateway.core.platform.vocabulary.TestVocabulary;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.FieldSource;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The failures that few requests can provoke, too. */
class AtlasErrorsTest {

    private static final String GROUP = "/groups/64b7f0c2a91d3e5f60718293/privateEndpoint";
    private static final String V2 = "/api/atlas/v2" + GROUP + "/AWS/endpointService/64b7f1d8a91d3e5f60718302";
    private static final String MULTI_CLOUD_V1 = "/api/atlas/v1.0" + GROUP + "/AWS/endpointService";
    private static final String CLASSIC = "/api/atlas/v1.0" + GROUP + "/64b7f1d8a91d3e5f60718302";

    private static final List<ProblemCode> ALL = TestVocabulary.ALL.all(ProblemCode.class);
    private static final List<ProblemCode> OF_THE_GATEWAY = List.of(
            ProblemCode.ATLAS_CREDENTIAL_REJECTED,
            ProblemCode.ATLAS_ACCESS_LIST,
            ProblemCode.ATLAS_ERROR,
            ProblemCode.OUTCOME_UNKNOWN,
            ProblemCode.ATLAS_UNAVAILABLE);

    /** The catalogue is complete, and no problem changes its meaning by a status of its own. */
    @ParameterizedTest
    @FieldSource("ALL")
    void everyProblemHasAName(ProblemCode code) throws IOException {
        for (String path : List.of(V2, MULTI_CLOUD_V1, CLASSIC, "/api/atlas/v2/elsewhere")) {
            MockHttpServletResponse answer = answer(path, Failure.of(code, "what happened"));
            assertThat(answer.getStatus())
                    .isEqualTo(code.equals(ProblemCode.ATLAS_REJECTED_REQUEST) ? 400 : code.status());
            assertThat(answer.getContentType()).isEqualTo("application/json");
            JsonNode body = json(answer);
            assertThat(body.propertyNames()).containsExactly("detail", "error", "errorCode", "parameters", "reason");
            assertThat(body.at("/error").asInt()).isEqualTo(answer.getStatus());
            assertThat(body.at("/errorCode").asString())
                    .matches("[A-Z][A-Z_]+")
                    .isEqualTo(answer.getHeader("X-Error-Code"));
            assertThat(body.at("/reason").asString()).isNotBlank();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "invalid-request, VALIDATION_ERROR, VALIDATION_ERROR",
        "unauthenticated, UNEXPECTED_ERROR, UNEXPECTED_ERROR",
        "forbidden, USER_UNAUTHORIZED, USER_UNAUTHORIZED",
        "not-found, RESOURCE_NOT_FOUND, RESOURCE_NOT_FOUND",
        "project-not-found, GROUP_NOT_FOUND, GROUP_NOT_FOUND",
        "link-not-found, PRIVATE_ENDPOINT_SERVICE_NOT_FOUND, PRIVATELINK_NOT_FOUND",
        "endpoint-not-found, PRIVATE_ENDPOINT_SERVICE_NOT_FOUND, PRIVATELINK_INTERFACE_ENDPOINT_NOT_FOUND",
        "last-endpoint, LINKGATE_LAST_ENDPOINT, LINKGATE_LAST_ENDPOINT",
        "rate-limited, RATE_LIMITED, RATE_LIMITED",
        "not-acceptable, INVALID_VERSION_DATE, INVALID_VERSION_DATE",
        "internal-error, UNEXPECTED_ERROR, UNEXPECTED_ERROR",
        "overloaded, UNEXPECTED_ERROR, UNEXPECTED_ERROR"
    })
    void theNameDependsOnTheApi(String code, String multiCloud, String classic) throws IOException {
        Failure failure = Failure.of(TestVocabulary.problem(code), "what happened");
        assertThat(answer(V2, failure).getHeader("X-Error-Code")).isEqualTo(multiCloud);
        assertThat(answer(MULTI_CLOUD_V1, failure).getHeader("X-Error-Code")).isEqualTo(multiCloud);
        assertThat(answer(CLASSIC, failure).getHeader("X-Error-Code")).isEqualTo(classic);
    }

    @Test
    void whatAtlasSaidOfTheRequestIsShown() throws IOException {
        Failure failure = Failure.of(ProblemCode.ATLAS_REJECTED_REQUEST, "Atlas refused the request; `atlas` says why.")
                .answeredBy(new AtlasAnswer(
                        402,
                        "NO_PAYMENT_INFORMATION_FOUND",
                        "No payment information was found.",
                        List.of(new AtlasField("id", "must be an id"))));
        MockHttpServletResponse answer = answer(V2, failure);
        assertThat(answer.getStatus()).isEqualTo(402);
        JsonNode body = json(answer);
        assertThat(body.at("/errorCode").asString()).isEqualTo("NO_PAYMENT_INFORMATION_FOUND");
        assertThat(body.at("/detail").asString()).isEqualTo("No payment information was found.");
        assertThat(body.at("/badRequestDetail/fields/0/field").asString()).isEqualTo("id");
        assertThat(body.at("/badRequestDetail/fields/0/description").asString()).isEqualTo("must be an id");
    }

    /** A 401 or 403 would tell the caller that its own key is wrong. */
    @ParameterizedTest
    @FieldSource("OF_THE_GATEWAY")
    void whatAtlasSaidOfTheGatewayIsNotShown(ProblemCode code) throws IOException {
        for (int status : new int[] {401, 403, 500}) {
            Failure failure = Failure.of(code, "what happened")
                    .answeredBy(
                            new AtlasAnswer(status, "IP_ADDRESS_NOT_ON_ACCESS_LIST", "IP address 192.0.2.1 is not"));
            MockHttpServletResponse answer = answer(V2, failure);
            assertThat(answer.getStatus()).isEqualTo(code.status()).isGreaterThanOrEqualTo(502);
            assertThat(answer.getHeader("X-Error-Code")).isEqualTo("UNEXPECTED_ERROR");
            assertThat(json(answer).at("/detail").asString()).isEqualTo("what happened");
        }
    }

    @Test
    void atlassNameIsTranslatedToTheCallersGeneration() throws IOException {
        Failure failure = Failure.of(ProblemCode.LINK_EXISTS, "there is one")
                .answeredBy(new AtlasAnswer(409, "PRIVATE_ENDPOINT_SERVICE_ALREADY_EXISTS_FOR_REGION", "It exists."));
        assertThat(answer(V2, failure).getHeader("X-Error-Code"))
                .isEqualTo("PRIVATE_ENDPOINT_SERVICE_ALREADY_EXISTS_FOR_REGION");
        assertThat(answer(CLASSIC, failure).getHeader("X-Error-Code"))
                .isEqualTo("PRIVATELINK_ENDPOINT_SERVICE_ALREADY_EXISTS_FOR_REGION");
        Failure other = Failure.of(ProblemCode.ATLAS_CONFLICT, "conflict")
                .answeredBy(new AtlasAnswer(409, "CONTAINERS_IN_USE", null));
        assertThat(answer(CLASSIC, other).getHeader("X-Error-Code")).isEqualTo("CONTAINERS_IN_USE");
        assertThat(json(answer(CLASSIC, other)).at("/detail").asString()).isEqualTo("conflict");
    }

    @ParameterizedTest
    @CsvSource({
        "interfaceEndpointId, '', PATH_PARAM_PARSE_ERROR",
        "projectId, pretty=true, PATH_PARAM_PARSE_ERROR",
        "clusterId, clusterId=7, INVALID_QUERY_PARAMETER",
        "pretty, a=b&pretty, INVALID_QUERY_PARAMETER",
        "pretty, %70retty=x, INVALID_QUERY_PARAMETER",
        "body, '', INVALID_JSON",
        "region, '', VALIDATION_ERROR",
        "Authorization, region=7, VALIDATION_ERROR"
    })
    void theWrongFieldDecidesTheName(String field, String query, String name) throws IOException {
        MockHttpServletRequest request = new MockHttpServletRequest("GET", V2);
        request.setQueryString(query.isEmpty() ? null : query);
        MockHttpServletResponse answer = new MockHttpServletResponse();
        new AtlasErrors()
                .write(request, answer, Failure.invalid(List.of(new FieldError(field, "must be right"))), null);
        assertThat(answer.getStatus()).isEqualTo(400);
        assertThat(answer.getHeader("X-Error-Code")).isEqualTo(name);
        assertThat(json(answer).at("/badRequestDetail/fields/0/field").asString())
                .isEqualTo(field);
        assertThat(json(answer).at("/badRequestDetail/fields/0/description").asString())
                .isEqualTo("must be right");
    }

    private static MockHttpServletResponse answer(String path, Failure failure) throws IOException {
        MockHttpServletResponse response = new MockHttpServletResponse();
        response.setStatus(failure.code().status());
        new AtlasErrors().write(new MockHttpServletRequest("GET", path), response, failure, null);
        return response;
    }

    private static JsonNode json(MockHttpServletResponse answer) {
        return JsonMapper.shared().readTree(new String(answer.getContentAsByteArray(), StandardCharsets.UTF_8));
    }
}
