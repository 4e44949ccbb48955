package dev.linkgate.gateway.core.atlas;

import dev.linkgate.gateway.core.atlas.channel.AtlasRequest;
import dev.linkgate.gateway.core.atlas.channel.AtlasSettings;
import dev.linkgate.gateway.core.atlas.credential.AtlasCredential;
import dev.linkgate.gateway.core.atlas.credential.CredentialVault;
import dev.linkgate.gateway.core.platform.request.RequestContext;
import dev.linkgate.kernel.ProjectId;
import java.util.Optional;

/** Atlas, read by the gateway for itself, after all callers. */
public final class BackgroundAtlas {

    private final AtlasClients clients;
    private final Dialect dialect;
    private final CredentialVault vault;
    private final AtlasSettings settings;

    BackgroundAtlas(AtlasClients clients, Dialect dialect, CredentialVault vault, AtlasSettings settings) {
        this.clients = clients;
        this.dialect = dialect;
        this.vault = vault;
        this.settings = settings;
    }

    /** Whether the API that is used tells events. */
    public boolean hasEvents() {
        return dialect.hasEvents();
    }

    /**
     * One project with the credential that it has now; nothing if it has none. The deadline of its reads begins now.
     *
     * @param context of a request in the background
     * @throws dev.linkgate.gateway.core.platform.request.LinkgateException if the credential cannot be used
     */
    public Optional<BackgroundProject> project(RequestContext context, ProjectId project) {
        long deadline = System.nanoTime() + settings.deadline().toNanos();
        return vault.forProject(project).map(credential -> project(context, project, credential, deadline));
    }

    private BackgroundProject project(
            RequestContext context, ProjectId project, AtlasCredential credential, long deadline) {
        return new BackgroundProject(
                clients.of(credential),
                dialect,
                credential,
                project,
                (uri, accept) -> AtlasRequest.read(uri, accept, credential, context, deadline));
    }
}
