/** Whom the simulated Atlas lets in, by HTTP Digest or by a token, and with what it challenges the others. */
@NullMarked
package dev.linkgate.sandbox.authentication;

import org.jspecify.annotations.NullMarked;
