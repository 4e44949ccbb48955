/** Checks of exports and receipts of an audit trail that need no gateway, only files and a public key. */
@NullMarked
package dev.linkgate.cli.audit;

import org.jspecify.annotations.NullMarked;
