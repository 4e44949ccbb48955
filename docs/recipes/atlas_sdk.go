// Adds an endpoint to a link to AWS with Atlas's Go SDK through the gateway, and waits until it is available.
//
//	go run atlas_sdk.go PROJECT LINK ENDPOINT
//
// LINKGATE_URL is the gateway's address, LINKGATE_ID the key's id, and LINKGATE_KEY the team's API key.
package main

import (
	"context"
	"fmt"
	"os"
	"time"

	"go.mongodb.org/atlas-sdk/v20250312023/admin"
)

func main() {
	if len(os.Args) != 4 {
		fmt.Fprintln(os.Stderr, "Usage: atlas_sdk PROJECT LINK ENDPOINT")
		os.Exit(2)
	}
	if err := add(context.Background(), os.Args[1], os.Args[2], os.Args[3]); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func add(ctx context.Context, project, link, endpoint string) error {
	// The address first, because the access token comes from there, too. A key with HTTP Digest has admin.UseDigestAuth(id, key).
	client, err := admin.NewClient(
		admin.UseBaseURL(os.Getenv("LINKGATE_URL")),
		admin.UseOAuthAuth(ctx, os.Getenv("LINKGATE_ID"), os.Getenv("LINKGATE_KEY")))
	if err != nil {
		return err
	}
	services := client.PrivateEndpointServicesAPI
	request := &admin.CreateEndpointRequest{Id: &endpoint}
	_, _, err = services.CreatePrivateEndpoint(ctx, project, "AWS", link, request).Execute()
	if err != nil && !admin.IsErrorCode(err, "PRIVATE_ENDPOINT_ALREADY_EXISTS") {
		return err
	}
	for {
		found, _, err := services.GetPrivateEndpoint(ctx, project, "AWS", endpoint, link).Execute()
		if err != nil {
			return err
		}
		if found.GetConnectionStatus() == "AVAILABLE" {
			fmt.Println("available")
			return nil
		}
		if found.GetConnectionStatus() == "REJECTED" {
			return fmt.Errorf("%s", found.GetErrorMessage())
		}
		time.Sleep(2 * time.Second)
	}
}
