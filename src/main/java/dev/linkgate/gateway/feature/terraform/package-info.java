/** Links and endpoints for Terraform. */
@NullMarked
package dev.linkgate.gateway.feature.terraform;

import org.jspecify.annotations.NullMarked;
