package dev.linkgate.gateway.core.platform.digest;

import dev.linkgate.kernel.Secret;

/** The user that answers challenges. */
public record DigestUser(String name, Secret password) {}
