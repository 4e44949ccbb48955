/** Requests as received, answers as sent, and refusals. */
@NullMarked
package dev.linkgate.sandbox.http;

import org.jspecify.annotations.NullMarked;
