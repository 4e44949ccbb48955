package dev.linkgate.gateway.feature.identities.certificate;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import javax.net.ssl.X509TrustManager;
import org.springframework.boot.ssl.SslBundle;

/**
 * Checks client certificates against the authorities that are trusted now. A handshake does that too, but a connection
 * may be open since before the operator has replaced the authorities, and a proxy's handshake may trust others.
 */
final class TrustedAuthorities {

    private static final int MAX_RESULTS = 10_000;

    private final Supplier<Stream<SslBundle>> bundles;
    private volatile Trust trust;

    /** @param bundles of the server, one for each of its host names */
    TrustedAuthorities(Supplier<Stream<SslBundle>> bundles) {
        this.bundles = bundles;
        this.trust = trust(bundles);
    }

    /** Notes that a bundle has changed. */
    void changed() {
        trust = trust(bundles);
    }

    private static Trust trust(Supplier<Stream<SslBundle>> bundles) {
        List<X509TrustManager> managers = bundles.get()
                .flatMap(bundle -> Arrays.stream(bundle.getManagers().getTrustManagers()))
                .filter(X509TrustManager.class::isInstance)
                .map(X509TrustManager.class::cast)
                .toList();
        return new Trust(
                managers, Caffeine.newBuilder().maximumSize(MAX_RESULTS).build());
    }

    /**
     * Whether one of them has issued the certificate.
     *
     * @param chain the certificate, and those of intermediate authorities
     */
    boolean trust(List<X509Certificate> chain) {
        Trust now = trust;
        return now.results().get(chain.getFirst(), certificate -> now.trust(chain));
    }

    /** @param results by certificate, because a check costs as much as some requests */
    private record Trust(List<X509TrustManager> managers, Cache<X509Certificate, Boolean> results) {

        boolean trust(List<X509Certificate> chain) {
            return managers.stream().anyMatch(manager -> trusts(manager, chain));
        }

        private static boolean trusts(X509TrustManager manager, List<X509Certificate> chain) {
            try {
                manager.checkClientTrusted(
                        chain.toArray(X509Certificate[]::new),
                        chain.getFirst().getPublicKey().getAlgorithm());
                return true;
            } catch (CertificateException e) {
                return false;
            }
        }
    }
}
