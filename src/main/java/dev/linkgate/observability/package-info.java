/** The names under which the gateway shows what it does. Uses nothing of the product. */
@NullMarked
package dev.linkgate.observability;

import org.jspecify.annotations.NullMarked;
