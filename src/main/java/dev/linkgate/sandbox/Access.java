package dev.linkgate.sandbox;

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
public record Access(
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

    public Access {
        keys = Map.copyOf(keys);
        serviceAccounts = Map.copyOf(serviceAccounts);
    }

    /** Nobody yet, by digest and by token, with Atlas's own lifetimes and the strictest count. */
    public static Access strict() {
        return new Access(
                true, true, Map.of(), Map.of(), Duration.ofSeconds(60), CountRule.CONSECUTIVE, Duration.ofHours(1));
    }

    /** Everybody, whatever they show. */
    public static Access open() {
        return new Access(
                false, false, Map.of(), Map.of(), Duration.ofSeconds(60), CountRule.RISING, Duration.ofHours(1));
    }

    public Access withKey(String publicKey, Secret privateKey) {
        return new Access(
                digest,
                tokens,
                plus(keys, publicKey, privateKey),
                serviceAccounts,
                nonceLifetime,
                countRule,
                tokenLifetime);
    }

    public Access withServiceAccount(String clientId, Secret clientSecret) {
        return new Access(
                digest,
                tokens,
                keys,
                plus(serviceAccounts, clientId, clientSecret),
                nonceLifetime,
                countRule,
                tokenLifetime);
    }

    public Access withNonceLifetime(Duration lifetime) {
        return new Access(digest, tokens, keys, serviceAccounts, lifetime, countRule, tokenLifetime);
    }

    public Access withCountRule(CountRule rule) {
        return new Access(digest, tokens, keys, serviceAccounts, nonceLifetime, rule, tokenLifetime);
    }

    public Access withTokenLifetime(Duration lifetime) {
        return new Access(digest, tokens, keys, serviceAccounts, nonceLifetime, countRule, lifetime);
    }

    private static Map<String, Secret> plus(Map<String, Secret> map, String name, Secret secret) {
        Map<String, Secret> all = new HashMap<>(map);
        all.put(name, secret);
        return all;
    }
}
