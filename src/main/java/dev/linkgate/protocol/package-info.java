/**
 * Atlas's protocol of private endpoints, as a server reads and writes it: paths, requests, results, errors, versions
 * and pages. The simulated Atlas and the gateway's Atlas API use the same, so they cannot drift apart. The gateway's
 * client has its own parsers, which accept more.
 */
@NullMarked
package dev.linkgate.protocol;

import org.jspecify.annotations.NullMarked;
