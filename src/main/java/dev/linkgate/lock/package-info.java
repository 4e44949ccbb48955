/** Locks across replicas. */
@NullMarked
package dev.linkgate.lock;

import org.jspecify.annotations.NullMarked;
