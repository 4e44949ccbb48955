package dev.linkgate.gateway.notify.webhook;

import dev.linkgate.gateway.platform.config.SecretReference;
import dev.linkgate.gateway.platform.request.Failure;
import dev.linkgate.gateway.platform.request.FieldError;
import dev.linkgate.gateway.platform.request.LinkgateException;
import dev.linkgate.kernel.Secret;
import org.jspecify.annotations.Nullable;

/** A secret as it is given: by its text, or as a reference, {@code env:ATLAS_…} or {@code file:…}. */
final class GivenSecret {

    private static final String FIELD = "secret";
    private static final String ENV = "env:";
    private static final String FILE = "file:";

    private GivenSecret() {}

    /** @throws LinkgateException {@code invalid-request} if it has no such form, or the reference leads nowhere */
    static SigningSecret of(Secret given, SecretReference.Resolver references) {
        SecretReference reference = reference(given.reveal());
        return SigningSecret.of(FIELD, reference == null ? given : resolved(reference, references));
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
}
