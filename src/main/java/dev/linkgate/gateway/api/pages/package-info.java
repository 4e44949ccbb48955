/** The start page and the files of all pages for people. */
@NullMarked
package dev.linkgate.gateway.api.pages;

import org.jspecify.annotations.NullMarked;
