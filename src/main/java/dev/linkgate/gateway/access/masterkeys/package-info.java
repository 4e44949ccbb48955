/** The master keys; a start encrypts with the first one what others have encrypted. */
@NullMarked
package dev.linkgate.gateway.access.masterkeys;

import org.jspecify.annotations.NullMarked;
