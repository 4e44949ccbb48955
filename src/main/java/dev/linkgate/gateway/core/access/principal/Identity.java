package dev.linkgate.gateway.core.access.principal;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import dev.linkgate.gateway.core.access.key.Principal;
import dev.linkgate.gateway.core.platform.encryption.SealedRow;
import dev.linkgate.gateway.core.platform.request.Change;
import dev.linkgate.gateway.core.platform.request.Recorded;
import dev.linkgate.gateway.core.platform.request.Target;
import dev.linkgate.gateway.core.platform.store.Micros;
import dev.linkgate.kernel.IdentityId;
import dev.linkgate.kernel.Sha256;
import io.swagger.v3.oas.annotations.media.Schema;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Map;
import java.util.SortedMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What a JWT must say so that its holder calls as a team or an administrator.
 *
 * @param name {@code [a-z0-9][a-z0-9-]{0,62}}; its owner has it once
 * @param issuer the operator's name for it
 * @param claims the JWT has all of them with these values
 * @param expiresAt when it ends; absent means never
 */
public record Identity(
        @JsonIgnore Principal owner,
        @Schema(example = "deploy") String name,
        @Schema(example = "github") String issuer,

        @Schema(example = "{\"repository\":\"acme/shop\",\"environment\":\"production\"}")
        SortedMap<String, Object> claims,

        Instant createdAt,
        @JsonInclude @Nullable Instant expiresAt)
        implements Recorded {

    private static final String SUBJECT = "sub";
    private static final String ANY_END = "*";

    /** The length of a fingerprint in bytes. */
    private static final int FINGERPRINT = 8;

    /** Names it in records. */
    public static Target target(Principal owner, String name) {
        return Target.of(Target.Kind.IDENTITY, owner.name() + "/" + name);
    }

    /** See {@link SealedRow}. */
    static String place(Principal owner, String name) {
        return owner.place() + "/identity/" + name;
    }

    /** What of its row is sealed. */
    SealedRow sealed() {
        SealedRow row = new SealedRow(place(owner, name))
                .with(issuer)
                .with(Micros.of(createdAt))
                .with(expiresAt == null ? null : (Long) Micros.of(expiresAt));
        claims.forEach((claim, value) -> row.with(claim)
                .with(value instanceof String ? "text" : "literal")
                .with(value.toString()));
        return row;
    }

    /**
     * @param person of an administrator: the {@code sub} of the JWT
     * @param holder the readable name of who holds the JWT; absent if that is not told
     */
    public IdentityId id(@Nullable String person, @Nullable String holder) {
        return new IdentityId(issuer, name, person, holder);
    }

    Identity createdAt(Instant before) {
        return new Identity(owner, name, issuer, claims, before, expiresAt);
    }

    /** Changes with the claims, and is another one if the identity was removed and made anew. */
    public String fingerprint() {
        // No part of the text has a line break.
        String text = claims.entrySet().stream()
                .map(claim ->
                        claim.getKey() + "\n" + claim.getValue().getClass().getSimpleName() + claim.getValue())
                .collect(Collectors.joining("\n", Micros.of(createdAt) + "\n", ""));
        return HexFormat.of().formatHex(Sha256.digest().digest(text.getBytes(StandardCharsets.UTF_8)), 0, FINGERPRINT);
    }

    public boolean expired(Instant now) {
        return expiresAt != null && !now.isBefore(expiresAt);
    }

    /** @param token the claims of a JWT of this issuer; one that is a list fits with one of its elements */
    boolean fits(Map<String, Object> token) {
        return claims.entrySet().stream().allMatch(wanted -> fits(wanted, Claims.valueOf(token, wanted.getKey())));
    }

    private static boolean fits(Map.Entry<String, Object> wanted, @Nullable Object said) {
        if (wanted.getKey().equals(SUBJECT)
                && wanted.getValue() instanceof String pattern
                && pattern.endsWith(ANY_END)) {
            return said instanceof String text && text.startsWith(pattern.substring(0, pattern.length() - 1));
        }
        return Claims.has(said, wanted.getValue());
    }

    /** Whether a value of a claim has a {@code *} where it would be taken for a character like others. */
    public static boolean hasUselessStar(String claim, String value) {
        int star = value.indexOf(ANY_END);
        boolean isEnd = star > 0 && star == value.length() - 1;
        return star >= 0 && !(isEnd && claim.equals(SUBJECT));
    }

    @Override
    public Change.Values recorded() {
        return new Change.Values()
                .with("owner", owner.name())
                .with("issuer", issuer)
                .with(
                        "claims",
                        claims.entrySet().stream()
                                .map(claim -> claim.getKey() + "=" + claim.getValue())
                                .toList())
                .with("expiresAt", expiresAt);
    }
}
