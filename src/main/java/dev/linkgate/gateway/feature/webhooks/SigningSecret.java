package dev.linkgate.gateway.feature.webhooks;

import dev.linkgate.gateway.core.platform.request.Failure;
import dev.linkgate.gateway.core.platform.request.FieldError;
import dev.linkgate.gateway.core.platform.request.LinkgateException;
import dev.linkgate.gateway.feature.declared.SecretReference;
import dev.linkgate.kernel.Secret;
import dev.linkgate.kernel.Sha256;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * A secret that signs events, as Standard Webhooks says (https://www.standardwebhooks.com): {@code whsec_} and base64
 * of 24 to 64 bytes, the key of HMAC-SHA256.
 */
record SigningSecret(Secret text) {

    static final String PREFIX = "whsec_";
    private static final String FIELD = "secret";
    private static final String ENV = "env:";
    private static final String FILE = "file:";
    private static final int MIN_BYTES = 24;
    private static final int MAX_BYTES = 64;

    /** @throws LinkgateException {@code invalid-request} if it has another form */
    static SigningSecret of(Secret text) {
        int bytes = text.reveal().startsWith(PREFIX) ? key(text).length : 0;
        if (bytes < MIN_BYTES || bytes > MAX_BYTES) {
            throw Failure.invalid(
                            FIELD,
                            "must be " + PREFIX + " and base64 of " + MIN_BYTES + " to " + MAX_BYTES
                                    + " random bytes, or lead to such a text: printf '" + PREFIX
                                    + "%s\\n' \"$(openssl rand -base64 32)\"")
                    .toException();
        }
        return new SigningSecret(text);
    }

    /**
     * A secret as it is given: by its text, or as a reference, {@code env:ATLAS_…} or {@code file:…}.
     *
     * @throws LinkgateException {@code invalid-request} if it has no such form, or the reference leads nowhere
     */
    static SigningSecret given(Secret given, SecretReference.Resolver references) {
        SecretReference reference = reference(given.reveal());
        return of(reference == null ? given : resolved(reference, references));
    }

    static boolean isReference(String text) {
        return reference(text) != null;
    }

    private static @Nullable SecretReference reference(String text) {
        if (text.startsWith(ENV)) {
            return new SecretReference(text.substring(ENV.length()), null);
        }
        return text.startsWith(FILE) ? new SecretReference(null, text.substring(FILE.length())) : null;
    }

    private static Secret resolved(SecretReference reference, SecretReference.Resolver references) {
        try {
            return references.resolve(FIELD, reference);
        } catch (LinkgateException e) {
            FieldError error = e.failure().errors().getFirst();
            throw Failure.invalid(FIELD, error.message()).toException();
        }
    }

    /** The value of {@code webhook-signature}, of one signature. */
    String sign(String id, Instant time, String body) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key(text), "HmacSHA256"));
            byte[] signed = (id + "." + time.getEpochSecond() + "." + body).getBytes(StandardCharsets.UTF_8);
            return "v1," + Base64.getEncoder().encodeToString(mac.doFinal(signed));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this JVM has no HMAC with SHA-256", e);
        }
    }

    /**
     * Tells operators which secret is stored without showing it: the first 16 hex digits of its SHA-256. To compare:
     *
     * <pre>{@code
     * printf %s "$SECRET" | sha256sum | cut -c1-16
     * }</pre>
     */
    String fingerprint() {
        byte[] hash = Sha256.digest().digest(text.reveal().getBytes(StandardCharsets.UTF_8));
        return HexFormat.of().formatHex(hash, 0, 8);
    }

    /** Empty if it is not base64. */
    private static byte[] key(Secret text) {
        try {
            return Base64.getDecoder().decode(text.reveal().substring(PREFIX.length()));
        } catch (IllegalArgumentException e) {
            return new byte[0];
        }
    }
}
