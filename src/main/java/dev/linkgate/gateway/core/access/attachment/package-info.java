/** What may be attached to a project: its rules. */
@NullMarked
package dev.linkgate.gateway.core.access.attachment;

import org.jspecify.annotations.NullMarked;
