/** The pages, the files that they load, and a page for each problem. */
@NullMarked
package dev.linkgate.gateway.feature.pages;

import org.jspecify.annotations.NullMarked;
