/**
 * Keeps callers from using up the gateway, before anything is done for them. In the order in which a request meets it:
 *
 * <ol>
 *   <li>{@link dev.linkgate.admission.ClientConnections}: connections in all and of one address, and how long a request's
 *       header may take.
 *   <li>{@link dev.linkgate.admission.AdmissionFilter}, as soon as it is known who calls and before anything of the
 *       request is parsed, read or recorded: free memory, unknown callers by address, requests at once in all and by team.
 *   <li>{@link dev.linkgate.admission.TeamRateFilter}: a team's requests a minute, where the operator set a limit.
 *   <li>{@link dev.linkgate.admission.BoundedBody}: how large a body may be and how long it may take.
 *   <li>{@link dev.linkgate.admission.UnreadBodyValve}: a body that nobody read is not waited for.
 * </ol>
 */
@NullMarked
package dev.linkgate.admission;

import org.jspecify.annotations.NullMarked;
