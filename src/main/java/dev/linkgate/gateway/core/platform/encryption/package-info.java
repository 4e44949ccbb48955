/**
 * The encryption of stored secrets under the master keys, their rotation, and keys that are derived for other purposes.
 */
@NullMarked
package dev.linkgate.gateway.core.platform.encryption;

import org.jspecify.annotations.NullMarked;
