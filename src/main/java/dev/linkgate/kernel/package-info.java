/** The words every other package speaks: ids, who calls, what can fail. Uses nothing of the product. */
@NullMarked
package dev.linkgate.kernel;

import org.jspecify.annotations.NullMarked;
