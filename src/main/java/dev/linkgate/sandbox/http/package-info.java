/** Requests as they come in, answers as they go out, and why a request is refused. */
@NullMarked
package dev.linkgate.sandbox.http;

import org.jspecify.annotations.NullMarked;
