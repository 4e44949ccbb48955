/** Links and endpoints for Terraform. */
@NullMarked
package dev.linkgate.terraform;

import org.jspecify.annotations.NullMarked;
