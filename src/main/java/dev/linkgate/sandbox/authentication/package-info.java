/** The authentication of the simulated Atlas, by HTTP Digest or by token, and its challenges. */
@NullMarked
package dev.linkgate.sandbox.authentication;

import org.jspecify.annotations.NullMarked;
