"""Uses requests, with its HTTPDigestAuth, against the sandbox whose address is in G: the whole life of an endpoint service and its endpoint
on each cloud, and of AWS and Azure also in the list of Data Federation. Prints a line for each step: client, cloud, step, and what it
saw."""
import os
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from urllib.parse import quote

import requests
from requests.auth import HTTPDigestAuth

NAME = 'Python'
PROJECT = '64b7f0c2a91d3e5f60718293'
GROUP = f"{os.environ['G']}/api/atlas/v2/groups/{PROJECT}"
SERVICES = f'{GROUP}/privateEndpoint'
FEDERATION = f'{GROUP}/privateNetworkSettings/endpointIds'
NOT_FOUND = '404 PRIVATE_ENDPOINT_SERVICE_NOT_FOUND'
V2 = 'application/vnd.atlas.2023-01-01+json'
POLLS = 120

AZURE = ('/subscriptions/19265c27-b60e-4c3b-9426-ae3f507300b5/resourceGroups/shop/providers/Microsoft.Network/privateEndpoints/python'
         + os.environ['TAG'])
RULE = 'python-rule-' + os.environ['TAG']
ADDITIONS = {
    'AWS': {'id': 'vpce-0a1b2c3d4e5f609' + os.environ['TAG']},
    'AZURE': {'id': AZURE, 'privateEndpointIPAddress': '10.0.0.4'},
    'GCP': {'endpointGroupName': RULE, 'gcpProjectId': 'p-fdeeb3e43b8e733e5ab627b1',
            'endpoints': [{'endpointName': RULE, 'ipAddress': '10.0.0.4'}]},
}
# What Data Federation asks for besides.
FEDERATED = {
    'AWS': {'region': 'US_EAST_1', 'customerEndpointDNSName': 'vpce-0a1b2c3d4e5f609-0x1y2z3a.us-east-1.vpce.amazonaws.com'},
    'AZURE': {'azureLinkId': '536871312', 'customerEndpointIPAddress': '10.0.0.4'},
}


class Client:
    """One session for each thread, so that nonces are used again with the next count."""

    def __init__(self, key_id, key):
        self.session = requests.Session()
        self.session.auth = HTTPDigestAuth(os.environ[key_id], os.environ[key])

    def __call__(self, method, url, body=None, accept=V2):
        answer = self.session.request(method, url, json=body, headers={'Accept': accept}, timeout=60)
        self.status = answer.status_code
        return answer.json() if answer.content else {}


class Life:
    def __init__(self, cloud):
        self.cloud = cloud
        self.ask = Client('ID', 'KEY')

    def run(self):
        service = self.create()
        self.poll('service is ready', 'AVAILABLE', service)
        addition = ADDITIONS[self.cloud]
        added = self.ask('POST', f'{service}/endpoint', addition)
        self.see('add endpoint', '201', str(self.ask.status))
        shown = added.get('interfaceEndpointId') or added.get('privateEndpointResourceId') or added.get('endpointGroupName')
        self.same("endpoint's own id", shown, addition.get('id') or addition['endpointGroupName'])
        endpoint = f"{service}/endpoint/{quote(shown, safe='')}"
        self.poll('endpoint is ready', 'AVAILABLE', endpoint)
        self.clusters()
        self.see('regional mode', 'true', str(self.ask('GET', f'{SERVICES}/regionalMode')['enabled']).lower())

        if self.cloud in FEDERATED:
            self.federate(shown)

        self.see('viewer removes', '403 USER_UNAUTHORIZED', self.outcome(Client('VIEWER_ID', 'VIEWER_KEY'), 'DELETE', endpoint))
        self.see('wrong key', '401 UNEXPECTED_ERROR', self.outcome(Client('ID', 'VIEWER_KEY'), 'GET', service))

        self.see('remove endpoint', '202', self.outcome(self.ask, 'DELETE', endpoint))
        self.poll('endpoint is gone', NOT_FOUND, endpoint)
        self.poll('service goes with its last endpoint', NOT_FOUND, service)

        service = self.create()
        self.see('remove service', '202', self.outcome(self.ask, 'DELETE', service))
        self.poll('service is gone', NOT_FOUND, service)
        self.see('remove it again', NOT_FOUND, self.outcome(self.ask, 'DELETE', service))

    def federate(self, id):
        """The endpoint in the list of Data Federation, beside its link."""
        entry = {'endpointId': id, 'provider': self.cloud, 'type': 'DATA_LAKE', 'comment': 'Reports'} | FEDERATED[self.cloud]
        endpoint = f"{FEDERATION}/{quote(id, safe='')}"
        for comment in 'Reports', 'Archive':
            entry['comment'] = comment
            added = self.ask('POST', FEDERATION, entry)
            self.same('Data Federation: add', self.ask.status, 201)
            self.listed(entry, added)
        self.print('Data Federation: add, comment', f'{self.ask.status} with the list')
        self.listed(entry, self.ask('GET', f'{FEDERATION}?pageNum=1&itemsPerPage=500&includeCount=true'))
        self.poll('Data Federation: endpoint is ready', 'OK', endpoint)
        self.see('Data Federation: viewer removes', '403 USER_UNAUTHORIZED',
                 self.outcome(Client('VIEWER_ID', 'VIEWER_KEY'), 'DELETE', endpoint))
        self.see('Data Federation: remove endpoint', '204', self.outcome(self.ask, 'DELETE', endpoint))
        self.poll('Data Federation: endpoint is gone', '404 PRIVATE_NETWORK_ENDPOINT_ID_NOT_FOUND', endpoint)

    def listed(self, entry, page):
        shown = [one for one in page['results'] if one['endpointId'] == entry['endpointId']]
        self.same('Data Federation: entries', len(shown), 1)
        self.same('Data Federation: entry', {**shown[0], **entry}, shown[0])

    def create(self):
        body = {'providerName': self.cloud, 'region': os.environ[f'{self.cloud}_REGION']}
        if self.cloud == 'GCP':
            body['portMappingEnabled'] = True
        created = self.ask('POST', f'{SERVICES}/endpointService', body)
        self.see('create service', '201 INITIATING', f"{self.ask.status} {created.get('status')}")
        return f"{SERVICES}/{self.cloud}/endpointService/{created['id']}"

    def poll(self, step, end, url):
        """Asks every second until the end is seen. Any other refusal is a failure."""
        seen = []
        for _ in range(POLLS):
            state = self.outcome(self.ask, 'GET', url, lambda body: body.get('connectionStatus') or body['status'])
            if seen[-1:] != [state]:
                seen.append(state)
            if state == end:
                return self.print(step, ', '.join(seen))
            if self.ask.status != 200:
                break
            time.sleep(1)
        raise AssertionError(f'{self.cloud}, {step}: {seen}')

    def clusters(self):
        for _ in range(POLLS):
            page = self.ask('GET', f'{GROUP}/clusters?pageNum=1&itemsPerPage=100', accept='application/vnd.atlas.2024-08-05+json')
            self.same('status of clusters', self.ask.status, 200)
            states = [cluster['stateName'] for cluster in page['results']]
            if set(states) == {'IDLE'}:
                return self.print('clusters are idle', ', '.join(states))
            time.sleep(1)
        raise AssertionError(f'{self.cloud}, clusters: {states}')

    @staticmethod
    def outcome(client, method, url, state=None):
        """The status, and the code of an error in Atlas's shape; or the state."""
        body = client(method, url)
        if client.status >= 300:
            return f"{client.status} {body['errorCode']}"
        return state(body) if state else str(client.status)

    def see(self, step, expected, actual):
        self.same(step, actual, expected)
        self.print(step, actual)

    def print(self, step, saw):
        # In one piece, because there are several threads.
        sys.stdout.write('\t'.join((NAME, self.cloud, step, saw)) + '\n')
        sys.stdout.flush()

    def same(self, what, actual, expected):
        if actual != expected:
            raise AssertionError(f'{self.cloud}, {what}: {actual} instead of {expected}')


with ThreadPoolExecutor() as threads:
    list(threads.map(lambda cloud: Life(cloud).run(), ADDITIONS))
