/** The master keys; a start encrypts with the first one what others have encrypted. */
@NullMarked
package dev.linkgate.gateway.feature.masterkeys;

import org.jspecify.annotations.NullMarked;
