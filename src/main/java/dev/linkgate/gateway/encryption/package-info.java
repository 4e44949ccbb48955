/** The encryption of stored secrets under the master keys, their rotation, and the tags that replicas recognise each other's texts by. */
@NullMarked
package dev.linkgate.gateway.encryption;

import org.jspecify.annotations.NullMarked;
