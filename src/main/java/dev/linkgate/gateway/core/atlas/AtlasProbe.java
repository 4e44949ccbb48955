package dev.linkgate.gateway.core.atlas;

import dev.linkgate.gateway.core.atlas.channel.AtlasOperation;
import dev.linkgate.gateway.core.atlas.channel.AtlasRequest;
import dev.linkgate.gateway.core.atlas.channel.AtlasResponse;
import dev.linkgate.gateway.core.atlas.channel.AtlasSettings;
import dev.linkgate.gateway.core.atlas.channel.FaultClassifier;
import dev.linkgate.gateway.core.atlas.channel.TransportFailure;
import dev.linkgate.gateway.core.atlas.credential.AtlasCredential;
import dev.linkgate.gateway.core.atlas.credential.Probe;
import dev.linkgate.gateway.core.atlas.credential.ProbeResult;
import dev.linkgate.gateway.core.atlas.credential.RefusalReason;
import dev.linkgate.gateway.core.atlas.login.AuthenticatingChannel;
import dev.linkgate.gateway.core.platform.request.AtlasAnswer;
import dev.linkgate.gateway.core.platform.request.Failure;
import dev.linkgate.gateway.core.platform.request.LinkgateException;
import dev.linkgate.gateway.core.platform.request.ProblemCode;
import dev.linkgate.gateway.core.platform.request.RequestContext;
import dev.linkgate.kernel.ProjectId;
import dev.linkgate.kernel.Provider;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Tries a credential with two reads: of the project's links, and of the root of the API, which any key may read and
 * which tells a key's roles. Without a project it reads the root only.
 *
 * <p>The root is Atlas's {@code getSystemStatus}: {@code apiKey.roles[]} has a {@code roleName} and either an {@code
 * orgId} or a {@code groupId}. Atlas tells nothing of a service account there.
 */
final class AtlasProbe implements Probe {

    private static final int NOT_FOUND = 404;

    private static final Map<ProblemCode, RefusalReason> REASONS = Map.of(
            ProblemCode.ATLAS_CREDENTIAL_REJECTED, RefusalReason.WRONG_KEY,
            ProblemCode.RATE_LIMITED, RefusalReason.RATE_LIMITED,
            ProblemCode.ATLAS_UNAVAILABLE, RefusalReason.UNREACHABLE);

    /** Atlas's codes for a credential of another organization, or one that the project does not know. */
    private static final Set<String> NOT_A_MEMBER = Set.of("USER_CANNOT_ACCESS_GROUP", "NOT_IN_GROUP");

    private static final Pattern ROLE_NAME = Pattern.compile("[A-Z][A-Z0-9_]{0,63}");

    private final Function<AtlasCredential, AuthenticatingChannel> channels;
    private final Dialect dialect;
    private final AtlasSettings settings;

    /** @param channels the channel to the Atlas of a credential */
    AtlasProbe(Function<AtlasCredential, AuthenticatingChannel> channels, Dialect dialect, AtlasSettings settings) {
        this.channels = channels;
        this.dialect = dialect;
        this.settings = settings;
    }

    @Override
    public ProbeResult verify(RequestContext context, AtlasCredential credential, @Nullable ProjectId project) {
        long deadlineNanos = System.nanoTime() + settings.deadline().toNanos();
        AuthenticatingChannel channel = channels.apply(credential);
        Function<String, AtlasResponse> reads =
                uri -> channel.verify(AtlasRequest.read(uri, dialect.accept(), credential, context, deadlineNanos));
        try {
            return project == null ? withoutProject(reads) : onProject(reads, project);
        } catch (LinkgateException e) {
            return refused(e.failure());
        } catch (TransportFailure e) {
            Failure failure = FaultClassifier.failure(AtlasOperation.LIST_LINKS, e);
            if (e.whileWaiting()) {
                throw failure.toException();
            }
            return new ProbeResult.Refused(RefusalReason.UNREACHABLE, failure);
        }
    }

    private ProbeResult withoutProject(Function<String, AtlasResponse> reads) {
        AtlasResponse root = reads.apply(dialect.root());
        if (root.isSuccess()) {
            return new ProbeResult.Accepted(roles(root, null));
        }
        // Atlas found the key, and nothing else.
        return root.status() == NOT_FOUND ? new ProbeResult.Accepted(null) : refused(root);
    }

    private ProbeResult onProject(Function<String, AtlasResponse> reads, ProjectId project) {
        AtlasResponse links = reads.apply(dialect.links(project, Provider.AWS));
        return links.isSuccess() ? new ProbeResult.Accepted(rolesOn(project, reads)) : refused(links);
    }

    private @Nullable List<String> rolesOn(ProjectId project, Function<String, AtlasResponse> reads) {
        try {
            AtlasResponse root = reads.apply(dialect.root());
            return root.isSuccess() ? roles(root, project) : null;
        } catch (TransportFailure e) {
            return null; // the project was read, and that is more
        }
    }

    /** The roles on the project and on the organization; nothing if the root does not tell. */
    private static @Nullable List<String> roles(AtlasResponse root, @Nullable ProjectId project) {
        JsonNode roles = root.json().path("apiKey").path("roles");
        if (!roles.isArray()) {
            return null;
        }
        return roles.valueStream()
                .filter(role -> isOn(project, role.path("groupId").stringValue(null)))
                .map(role -> role.path("roleName").stringValue(""))
                .filter(name -> ROLE_NAME.matcher(name).matches())
                .distinct()
                .toList();
    }

    /** @param group the project of a role; absent in a role on the organization */
    private static boolean isOn(@Nullable ProjectId project, @Nullable String group) {
        return group == null || (project != null && group.equals(project.value()));
    }

    private static ProbeResult refused(AtlasResponse response) {
        Failure failure = FaultClassifier.failure(AtlasOperation.LIST_LINKS, response);
        RefusalReason reason = reason(response.refusal());
        if (reason == null) {
            throw failure.toException();
        }
        return new ProbeResult.Refused(reason, failure);
    }

    /** @param failure of the authentication, before the read itself */
    private static ProbeResult refused(Failure failure) {
        RefusalReason known = REASONS.get(failure.code());
        RefusalReason reason = known != null || failure.atlas() == null ? known : reason(failure.atlas());
        if (reason == null) {
            throw failure.toException();
        }
        return new ProbeResult.Refused(reason, failure);
    }

    private static @Nullable RefusalReason reason(AtlasAnswer answer) {
        return switch (FaultClassifier.of(answer)) {
            case ACCESS_LIST -> RefusalReason.ACCESS_LIST;
            case NOT_AUTHORIZED ->
                answer.errorCode() != null && NOT_A_MEMBER.contains(answer.errorCode())
                        ? RefusalReason.NOT_IN_ORGANIZATION
                        : RefusalReason.ROLE_MISSING;
            case ACCESS_FORBIDDEN -> RefusalReason.ROLE_MISSING;
            case NO_PROJECT, NO_LINK, NOTHING_THERE -> RefusalReason.PROJECT_NOT_FOUND;
            case RATE_LIMITED -> RefusalReason.RATE_LIMITED;
            case FAILING, MAINTENANCE, REQUEST_TIMEOUT -> RefusalReason.UNREACHABLE;
            default -> null;
        };
    }
}
