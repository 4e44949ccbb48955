package dev.linkgate.atlas;

import dev.linkgate.credential.AtlasCredential;
import dev.linkgate.credential.Probe;
import dev.linkgate.kernel.Failure;
import dev.linkgate.kernel.LinkgateException;
import dev.linkgate.kernel.ProjectId;
import dev.linkgate.kernel.RequestContext;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Tries a credential with one read: the project's links, or the root of the API, which any key may read. */
final class AtlasProbe implements Probe {

    private static final int NOT_FOUND = 404;

    private final AuthenticatingChannel channel;
    private final Dialect dialect;
    private final AtlasSettings settings;

    AtlasProbe(AuthenticatingChannel channel, Dialect dialect, AtlasSettings settings) {
        this.channel = channel;
        this.dialect = dialect;
        this.settings = settings;
    }

    @Override
    public Optional<Failure> verify(RequestContext context, AtlasCredential credential, @Nullable ProjectId project) {
        String uri = project == null ? dialect.root() : dialect.links(project);
        AtlasRequest request = AtlasRequest.read(
                uri,
                dialect.accept(),
                credential,
                context,
                System.nanoTime() + settings.deadline().toNanos());
        try {
            AtlasResponse response = channel.verify(request);
            boolean passed = response.isSuccess() || (project == null && response.status() == NOT_FOUND);
            return passed
                    ? Optional.empty()
                    : Optional.of(FaultClassifier.failure(AtlasOperation.LIST_LINKS, response));
        } catch (LinkgateException e) {
            return Optional.of(e.failure());
        } catch (TransportFailure e) {
            return Optional.of(FaultClassifier.failure(AtlasOperation.LIST_LINKS, e));
        }
    }
}
