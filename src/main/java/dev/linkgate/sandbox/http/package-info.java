/** Requests with their callers, and answers as sent. */
@NullMarked
package dev.linkgate.sandbox.http;

import org.jspecify.annotations.NullMarked;
