"""A Lambda function for a custom resource of CloudFormation that is an endpoint of a link to AWS.

Properties of the resource: Project, Link, Endpoint. Environment: LINKGATE_URL and LINKGATE_KEY. Only the standard library is used.
"""

import json
import os
import time
import urllib.error
import urllib.request

SPARE_SECONDS = 15


def handler(event, context):
    """Carries out a request of CloudFormation, and tells it the result at its ResponseURL."""
    deadline = time.monotonic() + context.get_remaining_time_in_millis() / 1000 - SPARE_SECONDS
    answer = {key: event[key] for key in ("StackId", "RequestId", "LogicalResourceId")}
    try:
        endpoint = event.get("PhysicalResourceId") or path(event["ResourceProperties"])
        if event["RequestType"] == "Delete":
            remove(endpoint, deadline)
        else:
            endpoint = path(event["ResourceProperties"])
            answer["Data"] = {"ConnectionStatus": ensure(endpoint, deadline)["connectionStatus"]}
        answer.update(Status="SUCCESS", PhysicalResourceId=endpoint)
    except Exception as failure:  # CloudFormation waits an hour for an answer that does not come.
        answer.update(
            Status="FAILED",
            Reason=str(failure),
            PhysicalResourceId=event.get("PhysicalResourceId", "none"))
    put = urllib.request.Request(event["ResponseURL"], json.dumps(answer).encode(), {"Content-Type": ""}, method="PUT")
    urllib.request.urlopen(put, timeout=10).close()


def path(properties):
    """The resource's id for CloudFormation. When it changes, CloudFormation asks for the removal of the old one."""
    return "/projects/{Project}/links/{Link}/endpoints/{Endpoint}".format(**properties)


def ensure(endpoint, deadline):
    """The endpoint when it is available. One that has failed is replaced by an operation."""
    status, body = change("PUT", endpoint, deadline)
    if status >= 400:
        raise refusal(body)
    if status == 202:
        while body["state"] != "SUCCEEDED":
            body = read("/operations/" + body["id"], deadline)
            if body["state"] == "FAILED":
                raise refusal(body["problem"])
        body = read(endpoint, deadline)
    while body["connectionStatus"] != "AVAILABLE":
        body = read(endpoint, deadline)
        if body["failed"]:
            raise RuntimeError(body["errorMessage"] or "The endpoint has failed")
    return body


def remove(endpoint, deadline):
    if not endpoint.startswith("/projects/"):
        return  # It was never created.
    status, body = change("DELETE", endpoint, deadline)
    while status < 400 and status != 204:
        status, body = request("GET", endpoint, deadline)
    if status >= 400 and body["code"] not in ("endpoint-not-found", "link-not-found"):
        raise refusal(body)


def change(method, endpoint, deadline):
    """A write is sent again while the gateway says that it may succeed later. No write is applied twice."""
    status, body = request(method, endpoint, deadline)
    while status >= 400 and body["retryable"]:
        time.sleep(5)
        status, body = request(method, endpoint, deadline)
    return status, body


def read(resource, deadline):
    status, body = request("GET", resource, deadline)
    if status >= 400:
        raise refusal(body)
    return body


def request(method, resource, deadline):
    """The status and the body. The gateway holds its answer until there is something to tell."""
    left = int(deadline - time.monotonic())
    if left <= 0:
        raise TimeoutError("The time is up")
    headers = {"Authorization": "Bearer " + os.environ["LINKGATE_KEY"], "Prefer": f"wait={min(left, 60)}"}
    sent = urllib.request.Request(os.environ["LINKGATE_URL"] + resource, headers=headers, method=method)
    try:
        with urllib.request.urlopen(sent, timeout=left + SPARE_SECONDS) as answer:
            return answer.status, json.loads(answer.read() or "null")
    except urllib.error.HTTPError as problem:
        return problem.code, json.load(problem)


def refusal(problem):
    return RuntimeError(f"{problem['code']}: {problem['detail']}")
