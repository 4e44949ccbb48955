/**
 * A gateway that works alone: keys, roles and rules, the team's API for links and endpoints, the pipeline of a write,
 * the client of Atlas, the audit trail, the database, problems, health, metrics. It uses no feature; features plug
 * into it by its interfaces, and may use all of it.
 */
@ApplicationModule(
        id = "core",
        type = ApplicationModule.Type.OPEN,
        allowedDependencies = {})
@NullMarked
package dev.linkgate.gateway.core;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
