/** The keys of teams and administrators: their text, what is stored of one, what a caller is bound to. */
@NullMarked
package dev.linkgate.gateway.core.access.key;

import org.jspecify.annotations.NullMarked;
