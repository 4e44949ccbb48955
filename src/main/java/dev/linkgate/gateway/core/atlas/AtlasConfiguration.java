package dev.linkgate.gateway.core.atlas;

import dev.linkgate.gateway.core.atlas.channel.AtlasChannel;
import dev.linkgate.gateway.core.atlas.channel.AtlasSettings;
import dev.linkgate.gateway.core.atlas.channel.CertificateSettings;
import dev.linkgate.gateway.core.atlas.channel.ChannelLayer;
import dev.linkgate.gateway.core.atlas.channel.HttpChannel;
import dev.linkgate.gateway.core.atlas.channel.ProxySettings;
import dev.linkgate.gateway.core.atlas.credential.AtlasCredential;
import dev.linkgate.gateway.core.atlas.credential.BaseUrls;
import dev.linkgate.gateway.core.atlas.credential.CredentialVault;
import dev.linkgate.gateway.core.atlas.credential.Probe;
import dev.linkgate.gateway.core.atlas.pacing.ResilienceSettings;
import dev.linkgate.gateway.core.atlas.pacing.Sleeper;
import dev.linkgate.gateway.core.endpoints.link.LinkPath;
import dev.linkgate.gateway.core.endpoints.port.Atlas;
import dev.linkgate.gateway.core.endpoints.port.AtlasProject;
import dev.linkgate.gateway.core.platform.request.Failure;
import dev.linkgate.gateway.core.platform.request.ProblemCode;
import dev.linkgate.gateway.core.platform.request.RequestContext;
import dev.linkgate.kernel.ProductVersion;
import dev.linkgate.kernel.ProjectId;
import dev.linkgate.kernel.Provider;
import io.micrometer.core.instrument.MeterRegistry;
import java.net.URI;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Builds the outbound clients; {@link ResilientClient} explains the order of their layers. */
@Configuration(proxyBeanMethods = false)
class AtlasConfiguration {

    @Bean(destroyMethod = "close")
    AtlasClients atlasClients(
            AtlasSettings settings,
            ProxySettings proxy,
            CertificateSettings certificates,
            SslBundles bundles,
            ResilienceSettings resilience,
            ProductVersion version,
            CredentialVault vault,
            InstantSource clock,
            MeterRegistry meters,
            List<ChannelLayer> layers) {
        AtlasClients clients = new AtlasClients(
                settings,
                meters,
                own -> new HttpChannel(own, version.value(), client -> proxy.through(client, own.connectTimeout())),
                (http, own, labelled) -> new ResilientClient(
                        layered(http, layers, own.origin()),
                        own,
                        resilience,
                        vault::report,
                        vault::successor,
                        clock,
                        RandomGenerator.getDefault(),
                        Sleeper.SYSTEM,
                        labelled));
        certificates.bundle().follow(bundles, clients::use);
        return clients;
    }

    private static AtlasChannel layered(AtlasChannel http, List<ChannelLayer> layers, URI origin) {
        AtlasChannel channel = http;
        for (ChannelLayer layer : layers) {
            channel = layer.around(channel, origin);
        }
        return channel;
    }

    @Bean
    BaseUrls baseUrls(AtlasSettings settings) {
        return new BaseUrls(settings.origins());
    }

    @Bean
    Atlas atlas(AtlasClients clients, AtlasSettings settings, CredentialVault vault) {
        return new AtlasClient(clients, dialect(settings), vault, settings);
    }

    @Bean
    BackgroundAtlas backgroundAtlas(AtlasClients clients, AtlasSettings settings, CredentialVault vault) {
        return new BackgroundAtlas(clients, dialect(settings), vault, settings);
    }

    @Bean
    Probe probe(AtlasClients clients, AtlasSettings settings) {
        return new AtlasProbe(credential -> clients.of(credential).authenticating(), dialect(settings), settings);
    }

    static Dialect dialect(AtlasSettings settings) {
        return switch (settings.api()) {
            case V2 -> new V2Dialect();
            case CLASSIC -> new ClassicDialect();
        };
    }

    /** The client of Atlas, which uses the credential of each project, at the Atlas it belongs to. */
    static final class AtlasClient implements Atlas {

        private final AtlasClients clients;
        private final Dialect dialect;
        private final CredentialVault vault;
        private final AtlasSettings settings;
        private final KnownProviders known = new KnownProviders();

        AtlasClient(AtlasClients clients, Dialect dialect, CredentialVault vault, AtlasSettings settings) {
            this.clients = clients;
            this.dialect = dialect;
            this.vault = vault;
            this.settings = settings;
        }

        @Override
        public AtlasProject project(RequestContext context, ProjectId project) {
            AtlasCredential credential = vault.forProject(project)
                    .orElseThrow(() -> Failure.of(
                                    ProblemCode.NO_CREDENTIAL,
                                    "No Atlas credential is bound to this project, and none is named 'default'.")
                            .toException());
            context.facts().noteCredential(credential.name(), credential.version());
            return new AtlasProjectClient(
                    clients.of(credential), dialect, known, settings.deadline(), context, credential, project);
        }

        @Override
        public Optional<Provider> knownProviderOf(LinkPath link) {
            return known.of(link);
        }
    }
}
