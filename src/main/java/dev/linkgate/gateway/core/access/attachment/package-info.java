/** What may be attached to a project: its rules, and the endpoints that were approved. */
@NullMarked
package dev.linkgate.gateway.core.access.attachment;

import org.jspecify.annotations.NullMarked;
