package dev.linkgate.gateway.feature.drift.reconcile;

import dev.linkgate.gateway.core.platform.request.Receipt;
import dev.linkgate.gateway.core.trail.record.Action;
import dev.linkgate.gateway.core.trail.record.Result;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The intent or the outcome of a write at Atlas.
 *
 * @param isOutcome whether it is an outcome; an intent has no result yet
 * @param link the link's id; of a new link only its outcome has one
 * @param atlasStatus of Atlas's last answer, if there was one
 */
public record WriteRecord(
        Receipt receipt,
        boolean isOutcome,
        Instant time,
        String requestId,
        Action action,
        @Nullable String link,
        @Nullable String endpoint,
        @Nullable Result result,
        @Nullable Long status,
        @Nullable Long atlasStatus) {}
