/** The conventions that all controllers share: lists and their pages, the context of a request, entity tags. */
@NullMarked
package dev.linkgate.gateway.core.platform.web;

import org.jspecify.annotations.NullMarked;
