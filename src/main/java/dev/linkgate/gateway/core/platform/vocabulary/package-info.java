/** The words that the core and its features use in records and answers: where a feature declares its own. */
@NullMarked
package dev.linkgate.gateway.core.platform.vocabulary;

import org.jspecify.annotations.NullMarked;
