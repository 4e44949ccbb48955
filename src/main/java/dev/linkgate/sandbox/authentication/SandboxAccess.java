package dev.linkgate.sandbox.authentication;

import dev.linkgate.kernel.Secret;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/**
 * Whom the simulated Atlas lets in. With neither digest nor tokens it lets in everybody, which is of use only to
 * measure what authentication costs.
 *
 * @param digest whether API keys are taken, over HTTP Digest
 * @param tokens whether service accounts are taken, over OAuth 2.0 bearer tokens
 * @param keys private keys by public key
 * @param serviceAccounts client secrets by client id
 * @param nonceLifetime how long a nonce is good; Ops Manager, of the same code base, has 60 s
 * @param countRule which counts a nonce may be used with
 * @param tokenLifetime how long a token is good, in whole seconds; Atlas has one hour
 */
public record SandboxAccess(
        boolean digest,
        boolean tokens,
        Map<String, Secret> keys,
        Map<String, Secret> serviceAccounts,
        Duration nonceLifetime,
        CountRule countRule,
        Duration tokenLifetime) {

    /** Which counts ({@code nc}) a nonce may be used with. Servers differ, and what Atlas does is not published. */
    public enum CountRule {
        /** 1, 2, 3 and so on without gaps, as Apache httpd's {@code AuthDigestNcCheck} wants it. */
        CONSECUTIVE,
        /** From 1 or more, and each higher than the one before. */
        RISING
    }

    public SandboxAccess {
        keys = Map.copyOf(keys);
        serviceAccounts = Map.copyOf(serviceAccounts);
    }

    /** Nobody yet, by digest and by token, with Atlas's own lifetimes and the strictest count. */
    public static SandboxAccess strict() {
        return new SandboxAccess(
                true, true, Map.of(), Map.of(), Duration.ofSeconds(60), CountRule.CONSECUTIVE, Duration.ofHours(1));
    }

    /** Everybody, whatever they show. */
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

    public SandboxAccess withTokenLifetime(Duration lifetime) {
        return new SandboxAccess(digest, tokens, keys, serviceAccounts, nonceLifetime, countRule, lifetime);
    }

    private static Map<String, Secret> plus(Map<String, Secret> map, String name, Secret secret) {
        Map<String, Secret> all = new HashMap<>(map);
        all.put(name, secret);
        return all;
    }
}
