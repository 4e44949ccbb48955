/** The pages, and the files that they load. */
@NullMarked
package dev.linkgate.gateway.feature.pages;

import org.jspecify.annotations.NullMarked;
