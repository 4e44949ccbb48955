/** The declared set-up: a file or a request says what is to be, and the difference to what is there is applied. */
@NullMarked
package dev.linkgate.gateway.access.setup;

import org.jspecify.annotations.NullMarked;
