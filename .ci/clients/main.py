"""Uses the generated Python client against the sandbox whose address and key are in G and KEY."""
import os

import linkgate
from linkgate import (ApiException, AwsEndpoint, AwsLink, Configuration, DryRun, EndpointRequest, EndpointsApi,
                      GcpEndpoint, LinksApi, Operation, Problem)

PROJECT = '64b7f0c2a91d3e5f60718293'
LINK = '64b7f1d8a91d3e5f60718301'
PORT_MAPPED_LINK = '64b7f1d8a91d3e5f60718305'
ADDED = 'vpce-0a1b2c3d4e5f60804'
DECLINED = 'vpce-000000000000e0dec'  # the simulated Atlas rejects it


def main():
    client = linkgate.ApiClient(Configuration(host=os.environ['G'], access_token=os.environ['KEY']))
    endpoints = EndpointsApi(client)

    link = LinksApi(client).get_link(PROJECT, LINK).actual_instance
    same(type(link), AwsLink)
    same(link.status, 'AVAILABLE')
    same(link.endpoint_service_name is not None, True)

    body = EndpointRequest(interface_endpoint_id=ADDED)
    planned = endpoints.add_endpoint(PROJECT, LINK, body, dry_run=True).actual_instance
    same(type(planned), DryRun)
    same(planned.requests[0].method, 'POST')
    same(planned.current, None)

    created = endpoints.add_endpoint(PROJECT, LINK, body, prefer='wait=60').actual_instance
    same(type(created), AwsEndpoint)
    same((created.interface_endpoint_id, created.connection_status), (ADDED, 'AVAILABLE'))

    page = endpoints.list_endpoints(PROJECT, LINK)
    same(page.links[0].rel, 'self')
    same(ADDED in [endpoint.actual_instance.interface_endpoint_id for endpoint in page.results], True)

    gcp = endpoints.list_endpoints(PROJECT, PORT_MAPPED_LINK).results[0].actual_instance
    same(type(gcp), GcpEndpoint)
    same((gcp.gcp_project_id, gcp.endpoints[0].ip_address), ('demo-network', '10.3.0.4'))

    declined = endpoints.add_endpoint(PROJECT, LINK, EndpointRequest(interface_endpoint_id=DECLINED), prefer='wait=60')
    same(declined.actual_instance.connection_status, 'REJECTED')
    ensured = endpoints.ensure_endpoint(PROJECT, LINK, DECLINED)
    same((type(ensured), ensured.kind), (Operation, 'replace-endpoint'))

    removed = endpoints.remove_endpoint_with_http_info(PROJECT, LINK, ADDED, prefer='wait=60')
    same(removed.status_code, 204)

    bad = problem(lambda: endpoints.add_endpoint(PROJECT, LINK, EndpointRequest(interface_endpoint_id='vpce-nonsense')))
    same((bad.code, bad.errors[0].pointer), ('invalid-request', '/interfaceEndpointId'))
    same(problem(lambda: endpoints.remove_endpoint(PROJECT, PORT_MAPPED_LINK, 'orders-rule')).code, 'last-endpoint')
    print('The Python client works')


def problem(request) -> Problem:
    try:
        request()
    except ApiException as e:
        return Problem.from_json(e.body)
    raise AssertionError('a problem was expected, but there was a success')


def same(actual, expected):
    assert actual == expected, f'{actual} instead of {expected}'


main()
