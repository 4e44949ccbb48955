package dev.linkgate.sandbox.authentication;

import dev.linkgate.kernel.Secret;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/**
 * The callers that the simulated Atlas admits. With neither digest nor tokens it admits all, which is only useful to
 * measure the cost of authentication.
 *
 * @param digest whether API keys are accepted, over HTTP Digest
 * @param tokens whether service accounts are accepted, over OAuth 2.0 bearer tokens
 * @param keys private keys by public key
 * @param serviceAccounts client secrets by client id
 * @param nonceLifetime how long a nonce is valid; Ops Manager, of the same code base, has 60 s
 * @param countRule the counts that a nonce may be used with
 * @param tokenLifetime how long a token is valid, in whole seconds; Atlas has one hour
 */
public record SandboxAccess(
        boolean digest,
        boolean tokens,
        Map<String, Secret> keys,
        Map<String, Secret> serviceAccounts,
        Duration nonceLifetime,
        CountRule countRule,
        Duration tokenLifetime) {

    /** The counts ({@code nc}) that a nonce may be used with. Servers differ, and Atlas's rule is not published. */
    public enum CountRule {
        /** 1, 2, 3 and so on without gaps, as Apache httpd's {@code AuthDigestNcCheck} requires. */
        CONSECUTIVE,
        /** The counts begin at 1 or more, and each is higher than the one before. */
        RISING
    }

    public SandboxAccess {
        keys = Map.copyOf(keys);
        serviceAccounts = Map.copyOf(serviceAccounts);
    }

    /** No callers yet, digest and tokens, with Atlas's own lifetimes and the strictest count. */
    public static SandboxAccess strict() {
        return new SandboxAccess(
                true, true, Map.of(), Map.of(), Duration.ofSeconds(60), CountRule.CONSECUTIVE, Duration.ofHours(1));
    }

    /** All callers, with any or no credential. */
    public static SandboxAccess open() {
        return new SandboxAccess(
                false, false, Map.of(), Map.of(), Duration.ofSeconds(60), CountRule.RISING, Duration.ofHours(1));
    }

    public SandboxAccess withKey(String publicKey, Secret privateKey) {
        return new SandboxAccess(
                digest,
                tokens,
                plus(keys, publicKey, privateKey),
                serviceAccounts,
                nonceLifetime,
                countRule,
                tokenLifetime);
    }

    public SandboxAccess withServiceAccount(String clientId, Secret clientSecret) {
        return new SandboxAccess(
                digest,
                tokens,
                keys,
                plus(serviceAccounts, clientId, clientSecret),
                nonceLifetime,
                countRule,
                tokenLifetime);
    }

    public SandboxAccess withNonceLifetime(Duration lifetime) {
        return new SandboxAccess(digest, tokens, keys, serviceAccounts, lifetime, countRule, tokenLifetime);
    }

    public SandboxAccess withCountRule(CountRule rule) {
        return new SandboxAccess(digest, tokens, keys, serviceAccounts, nonceLifetime, rule, tokenLifetime);
    }

    private static Map<String, Secret> plus(Map<String, Secret> map, String name, Secret secret) {
        Map<String, Secret> all = new HashMap<>(map);
        all.put(name, secret);
        return all;
    }
}
