/** What one replica at a time does, and which replica that is. The only user of db-scheduler, which has one table. */
@NullMarked
package dev.linkgate.gateway.feature.tasks;

import org.jspecify.annotations.NullMarked;
