# Ensures the endpoint that Terraform makes in AWS, and removes it before the VPC endpoint.
# LINKGATE_URL and LINKGATE_KEY are in the environment of terraform, so the key is not in its state.

variable "project" {
  description = "The id of the Atlas project"
  type        = string
}

variable "link" {
  description = "The link, by its id or by provider and region"
  type        = string
  default     = "aws:us-east-1"
}

variable "vpc_endpoint_id" {
  description = "The id of the VPC endpoint: aws_vpc_endpoint.atlas.id"
  type        = string
}

resource "terraform_data" "atlas_endpoint" {
  input = {
    project  = var.project
    link     = var.link
    endpoint = var.vpc_endpoint_id
  }
  triggers_replace = [var.project, var.link, var.vpc_endpoint_id]

  provisioner "local-exec" {
    command = "docs/recipes/endpoint.sh ensure ${self.input.project} ${self.input.link} ${self.input.endpoint}"
  }

  provisioner "local-exec" {
    when    = destroy
    command = "docs/recipes/endpoint.sh remove ${self.input.project} ${self.input.link} ${self.input.endpoint}"
  }
}
