// Uses the Go client that is generated from Atlas's document, with access tokens, against the sandbox whose address is in G: the whole
// life of an endpoint service and its endpoint on each cloud. Prints a line for each step: client, cloud, step, and what it saw.
package main

import (
	"atlas"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"os"
	"strconv"
	"strings"
	"sync"
	"time"

	"golang.org/x/oauth2"
	"golang.org/x/oauth2/clientcredentials"
)

const (
	name     = "Go"
	project  = "64b7f0c2a91d3e5f60718293"
	notFound = "404 PRIVATE_ENDPOINT_SERVICE_NOT_FOUND"
	patience = 2 * time.Minute
)

type life struct {
	cloud    string
	id       string
	addition atlas.CreateEndpointRequest
	service  string
	api      atlas.PrivateEndpointServicesAPI
	http     *http.Client
}

func main() {
	tag := os.Getenv("TAG")
	rule := "go-rule-" + tag
	address := "10.0.0.4"
	vpce := "vpce-0a1b2c3d4e5f609" + tag
	azure := "/subscriptions/19265c27-b60e-4c3b-9426-ae3f507300b5/resourceGroups/shop/providers/Microsoft.Network/privateEndpoints/go" + tag
	group := atlas.NewCreateGCPEndpointGroupRequest(rule, "p-fdeeb3e43b8e733e5ab627b1")
	group.SetEndpoints([]atlas.CreateGCPForwardingRuleRequest{{EndpointName: &rule, IpAddress: &address}})

	client := client(os.Getenv("ID"), os.Getenv("KEY"))
	lives := []*life{
		{cloud: "AWS", id: vpce,
			addition: atlas.CreateAWSEndpointRequestAsCreateEndpointRequest(atlas.NewCreateAWSEndpointRequest(vpce))},
		{cloud: "AZURE", id: azure,
			addition: atlas.CreateAzureEndpointRequestAsCreateEndpointRequest(atlas.NewCreateAzureEndpointRequest(azure, address))},
		{cloud: "GCP", id: rule,
			addition: atlas.CreateGCPEndpointGroupRequestAsCreateEndpointRequest(group)},
	}
	var running sync.WaitGroup
	for _, one := range lives {
		one.http = client
		one.api = api(client)
		running.Add(1)
		go func() {
			defer running.Done()
			one.run()
		}()
	}
	running.Wait()
}

func (l *life) run() {
	l.create()
	l.poll("service is ready", "AVAILABLE", l.getService)

	added, response, err := l.api.CreateGroupPrivateEndpointEndpointServiceEndpoint(context.Background(), project, l.cloud, l.service).
		CreateEndpointRequest(l.addition).Execute()
	l.see("add endpoint", "201", outcome(response, err))
	l.poll("endpoint is ready", "AVAILABLE", l.getEndpoint)
	l.same("endpoint's own id", id(added.GetActualInstance()), l.id)
	l.clusters()

	mode, _, err := l.api.GetGroupPrivateEndpointRegionalMode(context.Background(), project).Execute()
	done(err)
	l.see("regional mode", "true", strconv.FormatBool(mode.Enabled))

	viewer := api(client(os.Getenv("VIEWER_ID"), os.Getenv("VIEWER_KEY")))
	response, err = viewer.DeleteGroupPrivateEndpointEndpointServiceEndpoint(context.Background(), project, l.cloud, l.id, l.service).Execute()
	l.see("viewer removes", "403 USER_UNAUTHORIZED", outcome(response, err))
	stranger := api(client(os.Getenv("ID"), os.Getenv("VIEWER_KEY")))
	_, _, err = stranger.GetGroupPrivateEndpointEndpointService(context.Background(), project, l.cloud, l.service).Execute()
	l.see("wrong key", "401 invalid_client", tokenError(err))
	stranger = api(oauth2.NewClient(context.Background(), oauth2.StaticTokenSource(&oauth2.Token{AccessToken: "of.another.gateway"})))
	_, response, err = stranger.GetGroupPrivateEndpointEndpointService(context.Background(), project, l.cloud, l.service).Execute()
	l.see("wrong token", "401 UNEXPECTED_ERROR", outcome(response, err))

	response, err = l.api.DeleteGroupPrivateEndpointEndpointServiceEndpoint(context.Background(), project, l.cloud, l.id, l.service).Execute()
	l.see("remove endpoint", "202", outcome(response, err))
	l.poll("endpoint is gone", notFound, l.getEndpoint)
	l.poll("service goes with its last endpoint", notFound, l.getService)

	l.create()
	response, err = l.api.DeleteGroupPrivateEndpointEndpointService(context.Background(), project, l.cloud, l.service).Execute()
	l.see("remove service", "202", outcome(response, err))
	l.poll("service is gone", notFound, l.getService)
	response, err = l.api.DeleteGroupPrivateEndpointEndpointService(context.Background(), project, l.cloud, l.service).Execute()
	l.see("remove it again", notFound, outcome(response, err))
}

func (l *life) create() {
	body := *atlas.NewCloudProviderEndpointServiceRequest(l.cloud, os.Getenv(l.cloud+"_REGION"))
	if l.cloud == "GCP" {
		body.SetPortMappingEnabled(true)
	}
	created, response, err := l.api.CreateGroupPrivateEndpointEndpointService(context.Background(), project).
		CloudProviderEndpointServiceRequest(body).Execute()
	done(err)
	l.service = created.GetActualInstance().(interface{ GetId() string }).GetId()
	l.see("create service", "201 INITIATING", strconv.Itoa(response.StatusCode)+" "+status(created.GetActualInstance()))
}

func (l *life) getService() (any, *http.Response, error) {
	shown, response, err := l.api.GetGroupPrivateEndpointEndpointService(context.Background(), project, l.cloud, l.service).Execute()
	if err != nil {
		return nil, response, err
	}
	return shown.GetActualInstance(), response, nil
}

func (l *life) getEndpoint() (any, *http.Response, error) {
	shown, response, err := l.api.GetGroupPrivateEndpointEndpointServiceEndpoint(context.Background(), project, l.cloud, l.id, l.service).Execute()
	if err != nil {
		return nil, response, err
	}
	return shown.GetActualInstance(), response, nil
}

// Asks every second until the end is seen. Any other refusal is a failure.
func (l *life) poll(step, end string, ask func() (any, *http.Response, error)) {
	var seen []string
	for until := time.Now().Add(patience); time.Now().Before(until); time.Sleep(time.Second) {
		shown, response, err := ask()
		state := outcome(response, err)
		if err == nil {
			state = status(shown)
		}
		if len(seen) == 0 || seen[len(seen)-1] != state {
			seen = append(seen, state)
		}
		if state == end {
			l.print(step, strings.Join(seen, ", "))
			return
		}
		if err != nil {
			break
		}
	}
	fail("%s, %s: %v", l.cloud, step, seen)
}

// The request is not in the document's excerpt, so it is made by hand: as Terraform's provider sends it.
func (l *life) clusters() {
	var seen []string
	for until := time.Now().Add(patience); time.Now().Before(until); time.Sleep(time.Second) {
		request, err := http.NewRequest("GET", os.Getenv("G")+"/api/atlas/v2/groups/"+project+
			"/clusters?includeCount=true&includeDeletedWithRetainedBackups=false&itemsPerPage=100&pageNum=1", nil)
		done(err)
		request.Header.Set("Accept", "application/vnd.atlas.2024-08-05+json")
		response, err := l.http.Do(request)
		done(err)
		var page struct{ Results []struct{ StateName string } }
		done(json.NewDecoder(response.Body).Decode(&page))
		response.Body.Close()
		l.same("status of clusters", response.StatusCode, 200)
		seen = nil
		idle := len(page.Results) > 0
		for _, cluster := range page.Results {
			seen = append(seen, cluster.StateName)
			idle = idle && cluster.StateName == "IDLE"
		}
		if idle {
			l.print("clusters are idle", strings.Join(seen, ", "))
			return
		}
	}
	fail("%s, clusters: %v", l.cloud, seen)
}

func client(id, key string) *http.Client {
	credentials := clientcredentials.Config{
		ClientID: id, ClientSecret: key, TokenURL: os.Getenv("G") + "/api/oauth/token", AuthStyle: oauth2.AuthStyleInHeader}
	return credentials.Client(context.Background())
}

func api(client *http.Client) atlas.PrivateEndpointServicesAPI {
	configuration := atlas.NewConfiguration()
	configuration.Servers = atlas.ServerConfigurations{{URL: os.Getenv("G")}}
	configuration.HTTPClient = client
	return atlas.NewAPIClient(configuration).PrivateEndpointServicesAPI
}

// The status, and the code of an error in Atlas's shape.
func outcome(response *http.Response, err error) string {
	var refused *atlas.GenericOpenAPIError
	if !errors.As(err, &refused) {
		done(err)
		return strconv.Itoa(response.StatusCode)
	}
	model, read := refused.Model().(atlas.ApiError)
	if !read {
		fail("%d without an error in Atlas's shape: %v: %s", response.StatusCode, err, refused.Body())
	}
	return strconv.Itoa(response.StatusCode) + " " + model.ErrorCode
}

func tokenError(err error) string {
	var refused *oauth2.RetrieveError
	if !errors.As(err, &refused) {
		fail("a refused token was expected, but there was %v", err)
	}
	return strconv.Itoa(refused.Response.StatusCode) + " " + refused.ErrorCode
}

func status(shown any) string {
	if endpoint, isAws := shown.(*atlas.AWSInterfaceEndpoint); isAws {
		return endpoint.GetConnectionStatus()
	}
	return shown.(interface{ GetStatus() string }).GetStatus()
}

func id(endpoint any) string {
	switch shown := endpoint.(type) {
	case *atlas.AWSInterfaceEndpoint:
		return shown.GetInterfaceEndpointId()
	case *atlas.AzurePrivateEndpoint:
		return shown.GetPrivateEndpointResourceId()
	default:
		return shown.(*atlas.PrivateGCPEndpointGroup).GetEndpointGroupName()
	}
}

func (l *life) see(step, expected, actual string) {
	l.same(step, actual, expected)
	l.print(step, actual)
}

func (l *life) print(step, saw string) {
	fmt.Printf("%s\t%s\t%s\t%s\n", name, l.cloud, step, saw)
}

func (l *life) same(what string, actual, expected any) {
	if actual != expected {
		fail("%s, %s: %v instead of %v", l.cloud, what, actual, expected)
	}
}

func done(err error) {
	if err != nil {
		fail("%v", err)
	}
}

func fail(format string, values ...any) {
	fmt.Fprintf(os.Stderr, name+": "+format+"\n", values...)
	os.Exit(1)
}
