/**
 * What proves a trail outside the gateway: the Merkle tree of RFC 6962 over the hashes of its records, and signed
 * notes of its state. The gateway makes them, the command line checks them; so it uses only the JDK and the
 * kernel.
 */
@NullMarked
package dev.linkgate.transparency;

import org.jspecify.annotations.NullMarked;
