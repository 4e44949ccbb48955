// Uses the generated Go client against the sandbox whose address and key are in G and KEY.
package main

import (
	"context"
	"errors"
	"fmt"
	"linkgate"
	"os"
	"reflect"
)

const (
	project        = "64b7f0c2a91d3e5f60718293"
	link           = "64b7f1d8a91d3e5f60718301"
	portMappedLink = "64b7f1d8a91d3e5f60718305"
	added          = "vpce-0a1b2c3d4e5f60801"
	failed         = "vpce-0f6e2b4c8d1a39e57"
)

func main() {
	configuration := linkgate.NewConfiguration()
	configuration.Servers = linkgate.ServerConfigurations{{URL: os.Getenv("G")}}
	client := linkgate.NewAPIClient(configuration)
	ctx := context.WithValue(context.Background(), linkgate.ContextAccessToken, os.Getenv("KEY"))

	shown, _, err := client.LinksAPI.GetLink(ctx, project, link).Execute()
	done("get link", err)
	same("link's status", shown.AwsLink.Status, "AVAILABLE")
	same("link has a service", shown.AwsLink.EndpointServiceName.IsSet(), true)

	body := *linkgate.NewEndpointRequest(added)
	planned, _, err := client.EndpointsAPI.AddEndpoint(ctx, project, link).EndpointRequest(body).DryRun(true).Execute()
	done("dry run", err)
	same("planned request", planned.DryRun.Requests[0].Method, "POST")
	same("planned endpoint is absent", planned.DryRun.Current.Get() == nil, true)

	created, _, err := client.EndpointsAPI.AddEndpoint(ctx, project, link).EndpointRequest(body).Prefer("wait=60").Execute()
	done("add", err)
	same("added endpoint", created.AwsEndpoint.InterfaceEndpointId, added)
	same("status after the wait", created.AwsEndpoint.ConnectionStatus, "AVAILABLE")

	page, _, err := client.EndpointsAPI.ListEndpoints(ctx, project, link).Execute()
	done("list", err)
	same("page's link", page.Links[0].Rel, "self")
	same("list has the endpoint", has(page, added), true)

	gcp, _, err := client.EndpointsAPI.ListEndpoints(ctx, project, portMappedLink).Execute()
	done("list of GCP", err)
	same("GCP project", *gcp.Results[0].GcpEndpoint.GcpProjectId.Get(), "demo-network")
	same("GCP address", gcp.Results[0].GcpEndpoint.Endpoints[0].IpAddress, "10.3.0.4")

	ensured, _, err := client.EndpointsAPI.EnsureEndpoint(ctx, project, link, failed).Execute()
	done("ensure", err)
	same("operation", ensured.Operation.Kind, "replace-endpoint")

	_, removed, err := client.EndpointsAPI.RemoveEndpoint(ctx, project, link, added).Prefer("wait=60").Execute()
	done("remove", err)
	same("status of a removal", removed.StatusCode, 204)

	bad := *linkgate.NewEndpointRequest("vpce-nonsense")
	_, _, err = client.EndpointsAPI.AddEndpoint(ctx, project, link).EndpointRequest(bad).Execute()
	same("code of a bad id", problem(err).Code, "invalid-request")
	same("place of a bad id", problem(err).Errors[0].GetPointer(), "/interfaceEndpointId")

	_, _, err = client.EndpointsAPI.RemoveEndpoint(ctx, project, portMappedLink, "orders-rule").Execute()
	same("code for the last endpoint", problem(err).Code, "last-endpoint")
	fmt.Println("The Go client works")
}

func has(page *linkgate.ListingEndpoint, id string) bool {
	for _, endpoint := range page.Results {
		if endpoint.AwsEndpoint.InterfaceEndpointId == id {
			return true
		}
	}
	return false
}

func problem(err error) linkgate.Problem {
	var refused *linkgate.GenericOpenAPIError
	if !errors.As(err, &refused) {
		fail("a problem was expected, but there was %v", err)
	}
	return refused.Model().(linkgate.Problem)
}

func done(what string, err error) {
	if err != nil {
		fail("%s: %v", what, err)
	}
}

func same(what string, actual, expected any) {
	if !reflect.DeepEqual(actual, expected) {
		fail("%s: %v instead of %v", what, actual, expected)
	}
}

func fail(format string, values ...any) {
	fmt.Fprintf(os.Stderr, "Go client: "+format+"\n", values...)
	os.Exit(1)
}
