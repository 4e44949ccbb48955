/**
 * Webhooks: who is told of events, and the deliveries to them.
 *
 * <p>It brings their routes and actions, the settings {@code linkgate.webhooks.*} and {@code linkgate.following.*},
 * four tables, tasks, metrics. The event of more rights is here, because it is told from the trail, too.
 */
@ApplicationModule(
        id = "webhooks",
        allowedDependencies = {"core", "credentials", "declared", "tasks", "waiting"})
@NullMarked
package dev.linkgate.gateway.feature.webhooks;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
