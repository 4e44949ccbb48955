/** What the harnesses share: how their gateways are started, and who calls them. */
@NullMarked
package dev.linkgate.harness;

import org.jspecify.annotations.NullMarked;
