/** Reads of Atlas that callers share: who asks for the same at the same time gets one answer. */
@NullMarked
package dev.linkgate.reads;

import org.jspecify.annotations.NullMarked;
