/** The Atlas credentials, encrypted at rest, and the port through which one is tried out. */
@NullMarked
package dev.linkgate.credential;

import org.jspecify.annotations.NullMarked;
