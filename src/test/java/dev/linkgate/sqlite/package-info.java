@NullMarked
package dev.linkgate.sqlite;

import org.jspecify.annotations.NullMarked;
