@NullMarked
package dev.linkgate.cli;

import org.jspecify.annotations.NullMarked;
