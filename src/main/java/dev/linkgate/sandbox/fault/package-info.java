/** What goes wrong with requests, because a test asked for it or an endpoint id has it in it. */
@NullMarked
package dev.linkgate.sandbox.fault;

import org.jspecify.annotations.NullMarked;
