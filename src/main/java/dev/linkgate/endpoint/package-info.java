/** What teams may do with links and endpoints, and the operations that carry on what takes longer. */
@NullMarked
package dev.linkgate.endpoint;

import org.jspecify.annotations.NullMarked;
