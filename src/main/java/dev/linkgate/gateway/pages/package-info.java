/** The start page and the files of all pages for people. */
@NullMarked
package dev.linkgate.gateway.pages;

import org.jspecify.annotations.NullMarked;
