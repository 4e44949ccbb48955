/**
 * The gateway's Atlas API: Atlas's own paths and bodies over the gateway's use cases, so that Atlas's tools work
 * unchanged.
 */
@NullMarked
package dev.linkgate.gateway.feature.atlasapi;

import org.jspecify.annotations.NullMarked;
