/**
 * Protects the gateway's resources before any work is done for a request. In the order of a request:
 *
 * <ol>
 *   <li>{@link dev.linkgate.gateway.feature.limits.connections.ClientConnections}: connections in total and per
 *       address, and the time for a request's header.
 *   <li>{@link dev.linkgate.gateway.feature.limits.AdmissionFilter}, as soon as the caller is known and before any
 *       other part of the request is parsed, read or recorded: free memory, unknown callers by address (pages and
 *       documents apart from the rest), concurrent requests in total and by team.
 *   <li>{@link dev.linkgate.gateway.feature.limits.TeamRateFilter}: a team's requests a minute, if the operator set a
 *       limit.
 *   <li>{@link dev.linkgate.gateway.core.inbound.kept.RequestAccount}: the bytes that a request keeps, of its body in
 *       {@link dev.linkgate.gateway.feature.limits.CountedBody} and of its answer.
 *   <li>{@link dev.linkgate.gateway.core.inbound.kept.UnreadBodyValve}: an unread body is not waited for.
 * </ol>
 *
 * <p>It brings the settings {@code linkgate.limits.*} and {@code linkgate.shutdown.*}, filters, the connectors of
 * both ports, metrics.
 */
@ApplicationModule(
        id = "limits",
        allowedDependencies = {"core"})
@NullMarked
package dev.linkgate.gateway.feature.limits;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
