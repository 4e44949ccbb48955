# A link and an endpoint of it, by MongoDB's own provider through the gateway, which has its address and a team's key from the environment:
#
#   export MONGODB_ATLAS_BASE_URL=https://linkgate.example.com/
#   export MONGODB_ATLAS_ACCESS_TOKEN=lgk_…     # the key
#
# Or MONGODB_ATLAS_CLIENT_ID, the key's id, and MONGODB_ATLAS_CLIENT_SECRET, the key; or, for a key with HTTP Digest, MONGODB_ATLAS_PUBLIC_KEY
# and MONGODB_ATLAS_PRIVATE_KEY. The provider takes all of them from one source: with a base_url in the block below and a key in the
# environment, it would send the key to Atlas.

terraform {
  required_providers {
    mongodbatlas = {
      source  = "mongodb/mongodbatlas"
      version = ">= 2.1" # for service accounts
    }
  }
}

provider "mongodbatlas" {}

variable "project" {
  description = "The id of the Atlas project"
  type        = string
}

variable "vpc_endpoint_id" {
  description = "The id of the VPC endpoint: aws_vpc_endpoint.atlas.id, made for the service of the link below"
  type        = string
}

# It takes the role owner. A team with the role editor has a data source of the same type here, and may keep the resource below.
resource "mongodbatlas_privatelink_endpoint" "atlas" {
  project_id    = var.project
  provider_name = "AWS"
  region        = "us-east-1"
}

# It takes the role editor; the role owner, if it is the last endpoint of its link and is to be destroyed.
resource "mongodbatlas_privatelink_endpoint_service" "atlas" {
  project_id          = var.project
  private_link_id     = mongodbatlas_privatelink_endpoint.atlas.private_link_id
  endpoint_service_id = var.vpc_endpoint_id
  provider_name       = "AWS"
}

output "service" {
  description = "What the VPC endpoint connects to"
  value       = mongodbatlas_privatelink_endpoint.atlas.endpoint_service_name
}
