package dev.linkgate.gateway.core.atlas;

import static org.assertj.core.api.Assertions.assertThat;

import dev.linkgate.gateway.core.atlas.channel.AtlasResponse;
import dev.linkgate.gateway.core.atlas.channel.AtlasSettings;
import dev.linkgate.gateway.core.atlas.channel.HttpChannel;
import dev.linkgate.gateway.core.atlas.credential.AtlasCredential;
import dev.linkgate.gateway.core.endpoints.link.Endpoint;
import dev.linkgate.gateway.core.endpoints.link.Link;
import dev.linkgate.gateway.core.endpoints.link.LinkDetails;
import dev.linkgate.gateway.core.endpoints.link.LinkPath;
import dev.linkgate.gateway.core.endpoints.link.NewLink;
import dev.linkgate.gateway.core.endpoints.port.LinkWrite;
import dev.linkgate.gateway.core.platform.request.AtlasAnswer;
import dev.linkgate.gateway.core.platform.request.EndpointId;
import dev.linkgate.gateway.core.platform.request.Failure;
import dev.linkgate.gateway.core.platform.request.LinkgateException;
import dev.linkgate.gateway.core.platform.request.ProblemCode;
import dev.linkgate.gateway.core.trail.audit.Intents;
import dev.linkgate.kernel.LinkId;
import dev.linkgate.kernel.ProjectId;
import dev.linkgate.kernel.Provider;
import dev.linkgate.kernel.Region;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** After any answer of Atlas, a call ends with a result or a problem, within bounds and without a secret. */
@Timeout(120)
class HostileAtlasTest {

    private static final int ROUNDS = 150;
    private static final ProjectId PROJECT = new ProjectId("64b7f0c2a91d3e5f60718293");
    private static final LinkId LINK = new LinkId("5df264b8f10fab7d2cad2f0d");
    private static final EndpointId ENDPOINT = new EndpointId("vpce-0123456789abcdef0");
    private static final LinkWrite CREATION =
            new LinkWrite.Create(PROJECT, new NewLink.Aws(new Region("us-west-2"), List.of()));
    private static final LinkWrite REMOVAL = new LinkWrite.Remove(new LinkPath(PROJECT, LINK));
    private static final Duration DEADLINE = Duration.ofMillis(500);

    /** The possible problems of an answer. */
    private static final Set<ProblemCode> POSSIBLE = Set.of(
            ProblemCode.PROJECT_NOT_FOUND,
            ProblemCode.LINK_NOT_FOUND,
            ProblemCode.ENDPOINT_NOT_FOUND,
            ProblemCode.ENDPOINT_EXISTS,
            ProblemCode.LINK_NOT_READY,
            ProblemCode.ATLAS_CONFLICT,
            ProblemCode.ATLAS_REJECTED_REQUEST,
            ProblemCode.RATE_LIMITED,
            ProblemCode.ATLAS_CREDENTIAL_REJECTED,
            ProblemCode.ATLAS_ACCESS_LIST,
            ProblemCode.ATLAS_ERROR,
            ProblemCode.OUTCOME_UNKNOWN,
            ProblemCode.ATLAS_UNAVAILABLE,
            ProblemCode.ATLAS_TIMEOUT);

    private static final Pattern BASE64 = Pattern.compile("[A-Za-z0-9+/]{16,}");

    static Stream<Arguments> seeds() {
        return Stream.of(Requests.KEY, Requests.ACCOUNT)
                .flatMap(credential -> Stream.of(AtlasSettings.Api.values())
                        .flatMap(api -> Stream.of(1L, 4_711L).map(seed -> Arguments.of(credential, api, seed))));
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void anyAnswerEndsWell(AtlasCredential credential, AtlasSettings.Api api, long seed) {
        HostileAnswers answers = new HostileAnswers(new Random(seed), secretOf(credential));
        List<String> requests = new CopyOnWriteArrayList<>();
        try (WireServer atlas = WireServer.answeringEach(request -> {
                    requests.add(request);
                    return answers.to(request);
                });
                HttpChannel http = new HttpChannel(Requests.settings(atlas.uri()), "1", client -> client)) {
            Dialect dialect = AtlasConfiguration.dialect(
                    new AtlasSettings(atlas.uri().toString(), List.of(), false, api, DEADLINE, DEADLINE, DEADLINE, 1));
            for (int round = 0; round < ROUNDS; round++) {
                AtlasProjectClient project = new Outbound(http, Requests.resilience())
                        .project(dialect, "payments", DEADLINE, credential, PROJECT);
                requests.clear();
                List<String> said = said(project, round % 8);

                List<String> secrets = new ArrayList<>(List.of(secretOf(credential)));
                requests.forEach(request -> secrets.addAll(HostileAnswers.shown(request)));
                secrets.removeIf(secret -> secret.length() < 8);
                assertThat(said).as("round %d of seed %d", round, seed).allSatisfy(text -> {
                    assertThat(text).hasSizeLessThanOrEqualTo(AtlasResponse.MAX_TEXT);
                    assertThat(text).doesNotContainPattern("[\\p{Cc}\\p{Cf}\\p{Cs}\\u2028]");
                    secrets.forEach(secret -> assertThat(decoded(text))
                            .noneMatch(
                                    form -> form.toLowerCase(Locale.ROOT).contains(secret.toLowerCase(Locale.ROOT))));
                });
            }
        }
    }

    /** All of Atlas's texts that are passed on. */
    private static List<String> said(AtlasProjectClient project, int operation) {
        try {
            return switch (operation) {
                case 0 ->
                    project.links(Provider.AWS).stream()
                            .flatMap(link -> words(link).stream())
                            .toList();
                case 1 -> words(project.link(LINK));
                case 2 -> words(project.endpoint(LINK, ENDPOINT));
                case 3 -> words(Requests.add(project, ENDPOINT).resourceOrThrow());
                case 4 -> {
                    Requests.remove(project, ENDPOINT).orThrow();
                    yield List.of();
                }
                case 5 -> words(project.send(Intents.any(), CREATION).resourceOrThrow());
                case 6 -> {
                    project.send(Intents.any(), REMOVAL).orThrow();
                    yield List.of();
                }
                default ->
                    project.providers().stream()
                            .flatMap(provider -> project.links(provider).stream())
                            .flatMap(link -> words(link).stream())
                            .toList();
            };
        } catch (LinkgateException e) {
            return words(e.failure());
        }
    }

    private static List<String> words(Failure failure) {
        assertThat(failure.code()).isIn(POSSIBLE);
        if (failure.retryAfter() != null) {
            assertThat(failure.retryAfter()).isBetween(Duration.ZERO, Duration.ofMinutes(15));
        }
        AtlasAnswer answer = failure.atlas();
        return answer == null ? List.of() : present(answer.errorCode(), answer.detail());
    }

    private static List<String> words(Link link) {
        assertThat(link.interfaceEndpointIds())
                .hasSizeLessThanOrEqualTo(1_000)
                .allMatch(id -> id.provider() == link.provider());
        List<String> words = new ArrayList<>(present(link.region(), link.atlasStatus(), link.errorMessage()));
        switch (link.details()) {
            case LinkDetails.Aws aws -> {
                words.addAll(present(aws.endpointServiceName()));
                words.addAll(Objects.requireNonNullElse(aws.supportedRemoteRegions(), List.of()));
            }
            case LinkDetails.Azure azure ->
                words.addAll(present(azure.privateLinkServiceName(), azure.privateLinkServiceResourceId()));
            case LinkDetails.Gcp gcp -> words.addAll(gcp.serviceAttachmentNames());
        }
        return words;
    }

    private static List<String> words(Endpoint endpoint) {
        assertThat(endpoint.provider()).isEqualTo(Provider.AWS);
        return present(endpoint.atlasStatus(), endpoint.errorMessage());
    }

    private static List<String> present(@Nullable String... texts) {
        return Arrays.stream(texts).filter(Objects::nonNull).toList();
    }

    /** The text itself, and its possible encodings. */
    private static List<String> decoded(String text) {
        List<String> forms = new ArrayList<>(
                List.of(text, text.replace("&#43;", "+").replace("&#x2F;", "/").replace("&#61;", "=")));
        forms.add(URLDecoder.decode(text.replaceAll("%(?![0-9A-Fa-f]{2})", ""), StandardCharsets.UTF_8));
        BASE64.matcher(text)
                .results()
                .map(run -> run.group().substring(0, run.group().length() / 4 * 4))
                .forEach(run -> forms.add(new String(Base64.getDecoder().decode(run), StandardCharsets.UTF_8)));
        return forms;
    }

    private static String secretOf(AtlasCredential credential) {
        return switch (credential) {
            case AtlasCredential.DigestKey key -> key.privateKey().reveal();
            case AtlasCredential.ServiceAccount account ->
                account.clientSecret().reveal();
        };
    }
}
