/** Encrypts what is stored with a new master key: at the start, and when an administrator asks for it. */
@NullMarked
package dev.linkgate.gateway.access.masterkeys;

import org.jspecify.annotations.NullMarked;
