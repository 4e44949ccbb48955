/** HTTP Digest access authentication, client side, after RFC 7616. Uses nothing of the product. */
@NullMarked
package dev.linkgate.digest;

import org.jspecify.annotations.NullMarked;
