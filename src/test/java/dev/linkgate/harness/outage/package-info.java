/** Takes the packaged gateway's database away in every way, and checks that nothing is done off the record. */
@NullMarked
package dev.linkgate.harness.outage;

import org.jspecify.annotations.NullMarked;
