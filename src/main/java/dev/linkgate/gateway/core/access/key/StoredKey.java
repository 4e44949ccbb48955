package dev.linkgate.gateway.core.access.key;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.linkgate.gateway.core.platform.encryption.SealedRow;
import dev.linkgate.gateway.core.platform.request.Change;
import dev.linkgate.gateway.core.platform.request.Recorded;
import dev.linkgate.gateway.core.platform.store.Micros;
import dev.linkgate.gateway.core.platform.web.AddressRange;
import io.swagger.v3.oas.annotations.media.Schema;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A key as stored: enough to recognise it, not enough to use it.
 *
 * @param hash see {@link ApiKey}
 * @param expiresAt when it expires; absent means never
 * @param digest whether it may be used by Digest, and what checks that
 * @param replacedById the id of the key that a rotation has put in its place; absent if it was not rotated
 * @param formerExpiresAt when a key that was rotated would have expired otherwise; absent means never
 * @param firstId of a key that a rotation has made: the id of the key that the rotations began with, which may be gone;
 *     absent if an administrator has made it
 */
public record StoredKey(
        String id,
        @JsonIgnore Principal owner,
        String label,
        @JsonIgnore String hash,
        Instant createdAt,
        @Nullable Instant expiresAt,
        @JsonUnwrapped KeyBinding binding,
        @Schema(implementation = Boolean.class) StoredVerifier digest,

        @Schema(example = "h0pCeGHbvnoe") @Nullable String replacedById,

        @JsonIgnore @Nullable Instant formerExpiresAt,

        @Schema(example = "Wb3kQzR0sJx5") @Nullable String firstId)
        implements Recorded {

    @Override
    public Change.Values recorded() {
        return new Change.Values()
                .with("owner", owner.name())
                .with("label", label)
                .with("expiresAt", expiresAt)
                .with(
                        "networks",
                        binding.networks().stream().map(AddressRange::text).toList())
                .with("certificate", binding.storedCertificate())
                .with("digest", digest.exists())
                .with("replacedBy", replacedById);
    }

    public StoredKey with(StoredVerifier given) {
        return new StoredKey(
                id, owner, label, hash, createdAt, expiresAt, binding, given, replacedById, formerExpiresAt, firstId);
    }

    public StoredKey ofLine(@Nullable String first) {
        return new StoredKey(
                id, owner, label, hash, createdAt, expiresAt, binding, digest, replacedById, formerExpiresAt, first);
    }

    /** A copy of this key as it is once a rotation has put another key in its place. */
    StoredKey replacedBy(String successor, Instant end) {
        return new StoredKey(id, owner, label, hash, createdAt, end, binding, digest, successor, expiresAt, firstId);
    }

    /** A copy of this key as it was before it was rotated. */
    StoredKey takenBack() {
        return new StoredKey(id, owner, label, hash, createdAt, formerExpiresAt, binding, digest, null, null, firstId);
    }

    /** See {@link SealedRow}. */
    static String place(Principal owner, String id) {
        return owner.place() + "/key/" + id;
    }

    /** What of its row is sealed. The ciphertext of a verifier is bound to its key, and changes with the master key. */
    SealedRow sealed() {
        return new SealedRow(place(owner, id))
                .with(label)
                .with(hash)
                .with(Micros.of(createdAt))
                .with(micros(expiresAt))
                .with(binding.storedNetworks())
                .with(binding.storedCertificate())
                .with(replacedById)
                .with(micros(formerExpiresAt))
                .with(firstId);
    }

    private static @Nullable Long micros(@Nullable Instant time) {
        return time == null ? null : (Long) Micros.of(time);
    }

    /** Whether a key may be used now, from where the request comes. */
    public boolean accepts(HttpServletRequest request, Instant now) {
        return binding.admits(request) && !expired(now);
    }

    public boolean expired(Instant now) {
        return expiresAt != null && !now.isBefore(expiresAt);
    }
}
