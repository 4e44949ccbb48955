/** What all features know of a request: its caller, its target, its context, its failure. */
@NullMarked
package dev.linkgate.gateway.core.platform.request;

import org.jspecify.annotations.NullMarked;
