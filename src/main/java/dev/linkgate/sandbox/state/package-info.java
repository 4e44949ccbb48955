/** What the simulated Atlas has, what becomes of it over time, and how much each project may ask. */
@NullMarked
package dev.linkgate.sandbox.state;

import org.jspecify.annotations.NullMarked;
