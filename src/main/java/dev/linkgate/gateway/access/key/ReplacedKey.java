package dev.linkgate.gateway.access.key;

import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;

/** A key that was rotated, and when it ends. */
public record ReplacedKey(@Schema(example = "Wb3kQzR0sJx5") String id, Instant expiresAt) {}
