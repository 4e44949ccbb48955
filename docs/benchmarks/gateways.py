"""What the benchmarks in Python share: processes that are ended by their ids, a gateway, a simulated Atlas, calls."""
import concurrent.futures
import contextlib
import http.client
import itertools
import json
import os
import secrets
import shlex
import signal
import socket
import subprocess
import sys
import time

ATLAS_KEY = {"ATLAS_PUBLIC_KEY": "benchkey", "ATLAS_PRIVATE_KEY": "7d6f3c1a-0000-4000-8000-benchmark000"}
ADMIN = "benchmark-admin-token-" + secrets.token_hex(16)


@contextlib.contextmanager
def running(command, log, **environment):
    with open(log, "w") as output:
        process = subprocess.Popen(command, stdout=output, stderr=subprocess.STDOUT, env={**os.environ, **environment})
    try:
        yield process
    finally:
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(60)
        except subprocess.TimeoutExpired:
            process.kill()


def free_port():
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return s.getsockname()[1]


def send(connection, method, path, token=None, body=None):
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    if body is not None:
        headers["Content-Type"] = "application/json"
    connection.request(method, path, json.dumps(body) if body is not None else None, headers)
    answer = connection.getresponse()
    return answer.status, answer.read()


def expect(status, text):
    if status // 100 != 2:
        sys.exit(f"unexpected answer {status}: {text}")
    return text


def paced(port, key, rate, seconds, method, path, body=lambda: None):
    """Calls at a fixed rate over 8 connections; gives the milliseconds of each from when it was due, sorted."""
    begun = time.monotonic() + 0.1
    due = itertools.count()

    def call():
        connection, millis = http.client.HTTPConnection("127.0.0.1", port, timeout=60), []
        while (at := begun + next(due) / rate) < begun + seconds:
            time.sleep(max(0, at - time.monotonic()))
            expect(*send(connection, method, path(), key, body()))
            millis.append((time.monotonic() - at) * 1000)
        return millis

    with concurrent.futures.ThreadPoolExecutor(8) as threads:
        return sorted(itertools.chain.from_iterable(each.result() for each in [threads.submit(call) for _ in range(8)]))


@contextlib.contextmanager
def gateway(command, data, atlas, log, *settings, management=None, max_age="0s", **environment):
    """Starts a gateway and waits until it is ready; gives its process, its port, and the seconds that took."""
    port = free_port()
    arguments = [f"--server.port={port}", f"--management.server.port={management or free_port()}", "--server.address=127.0.0.1",
                 "--management.server.address=127.0.0.1", f"--linkgate.data-dir={data}",
                 f"--linkgate.atlas.base-url={atlas}", f"--linkgate.reads.max-age={max_age}", *settings]
    begun = time.monotonic()
    with running(command + arguments, log, LINKGATE_ADMIN_TOKEN=ADMIN, **ATLAS_KEY, **environment) as process:
        while not is_ready(port):
            if process.poll() is not None or time.monotonic() - begun > 120:
                sys.exit(f"the gateway does not become ready; see {log}")
            time.sleep(0.005)
        yield process, port, time.monotonic() - begun


def is_ready(port):
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
    try:
        return send(connection, "GET", "/readyz")[0] == 200
    except OSError:
        return False
    finally:
        connection.close()


@contextlib.contextmanager
def simulator(command, log):
    """Gives the address of a simulated Atlas, and that of its control."""
    with running(shlex.split(command), log):
        for _ in range(600):
            time.sleep(0.1)
            with open(log) as lines:
                addresses = dict(line.split() for line in lines if line.startswith(("base-url ", "control-url ")))
            if "control-url" in addresses:
                yield addresses["base-url"], addresses["control-url"]
                return
        sys.exit(f"the simulator does not start; see {log}")


def processor_seconds(pid):
    with open(f"/proc/{pid}/stat") as stat:
        fields = stat.read().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def resident(pid):
    """In MiB, pages of files included."""
    with open(f"/proc/{pid}/status") as status:
        return next(int(line.split()[1]) / 1024 for line in status if line.startswith("VmRSS:"))
