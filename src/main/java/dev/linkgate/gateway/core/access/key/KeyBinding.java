package dev.linkgate.gateway.core.access.key;

import dev.linkgate.gateway.core.platform.web.AddressRange;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Where a key may be used from.
 *
 * @param networks the caller's address must be in one of them; empty means that any address will do
 * @param certificate the certificate that the caller must show; absent means that none is needed
 */
public record KeyBinding(
        List<AddressRange> networks, @Nullable CertificateThumbprint certificate) {

    static final int MAX_NETWORKS = 16;

    /** The binding of a key that is admitted from everywhere, without a certificate. */
    public static final KeyBinding NONE = new KeyBinding(List.of(), null);

    /**
     * From the columns of a key's row.
     *
     * @throws IllegalArgumentException if they cannot be read. A key without them would be admitted from everywhere
     */
    static KeyBinding stored(@Nullable String networks, @Nullable String certificate) {
        if (networks == null && certificate == null) {
            return NONE;
        }
        return new KeyBinding(
                networks == null
                        ? List.of()
                        : Arrays.stream(networks.split(",", -1))
                                .map(AddressRange::of)
                                .toList(),
                certificate == null ? null : CertificateThumbprint.of(certificate));
    }

    @Nullable
    String storedNetworks() {
        return networks.isEmpty()
                ? null
                : networks.stream().map(AddressRange::text).collect(Collectors.joining(","));
    }

    @Nullable
    String storedCertificate() {
        return certificate == null ? null : certificate.hex();
    }

    /** Whether a request may use the key. Costs nothing for a key that is not bound. */
    public boolean admits(HttpServletRequest request) {
        return (networks.isEmpty() || isInNetworks(request.getRemoteAddr()))
                && (certificate == null || certificate.isShownBy(request));
    }

    private boolean isInNetworks(String address) {
        return AddressRange.address(address)
                .filter(parsed -> !parsed.isAnyLocalAddress())
                .filter(parsed -> networks.stream().anyMatch(range -> range.contains(parsed)))
                .isPresent();
    }
}
