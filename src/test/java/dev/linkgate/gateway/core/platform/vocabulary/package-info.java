@NullMarked
package dev.linkgate.gateway.core.platform.vocabulary;

import org.jspecify.annotations.NullMarked;
