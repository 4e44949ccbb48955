"""What .ci/check-containers needs beside podman.

    containers.py atlas CERTIFICATE PORT TARGET    TLS in front of the simulated Atlas on the loopback port TARGET
    containers.py call REPLICAS KEY LINK           calls until SIGTERM, then prints how many failed, and why
    containers.py postgresql DIRECTORY             unpacks the PostgreSQL of the tests

REPLICAS is a directory with a file for each replica that is ready, whose name is the address. Each call is a connection of its own to
one of them, as of a Service of Kubernetes, and has a shared lock on its file.
"""

import asyncio
import collections
import fcntl
import http.client
import json
import os
import pathlib
import random
import secrets
import signal
import ssl
import sys
import tarfile
import threading
import zipfile


async def pipe(reader, writer):
    try:
        while data := await reader.read(65536):
            writer.write(data)
            await writer.drain()
    except OSError:
        pass
    finally:
        writer.close()


async def atlas(certificate, port, target):
    tls = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    tls.load_cert_chain(certificate)

    async def forward(reader, writer):
        plain_reader, plain_writer = await asyncio.open_connection("127.0.0.1", target)
        await asyncio.gather(pipe(reader, plain_writer), pipe(plain_reader, writer))

    server = await asyncio.start_server(forward, "0.0.0.0", port, ssl=tls)
    await server.serve_forever()


class Callers:
    def __init__(self, replicas, key, link):
        self.replicas, self.key, self.endpoints = pathlib.Path(replicas), key, f"{link}/endpoints"
        self.calls, self.failed = collections.Counter(), collections.Counter()
        self.ended = threading.Event()

    def run(self):
        kinds = [self.read, self.read, self.write, self.write, self.wait, self.wait]
        threads = [threading.Thread(target=self.repeat, args=(kind,)) for kind in kinds]
        for thread in threads:
            thread.start()
        signal.sigwait({signal.SIGTERM})
        self.ended.set()
        for thread in threads:
            thread.join()
        print(", ".join(f"{count} of {kind}" for kind, count in sorted(self.calls.items())), "calls")
        for why, count in self.failed.items():
            print(f"{count} failed: {why}")
        return 1 if self.failed or not all(self.calls[kind.__name__] for kind in kinds) else 0

    def repeat(self, kind):
        while not self.ended.wait(0.3):
            kind()

    def replica(self):
        while True:
            replica = random.choice(list(self.replicas.iterdir()))
            try:
                file = replica.open()
            except FileNotFoundError:
                continue
            fcntl.flock(file, fcntl.LOCK_SH)
            # Otherwise it has left before the lock was there.
            if os.fstat(file.fileno()).st_nlink:
                return replica.name, file
            file.close()

    def call(self, kind, *request, **headers):
        address, file = self.replica()
        with file:
            self.call_at(address, kind, *request, **headers)

    def call_at(self, address, kind, expected, method, path, body=None, **headers):
        connection = http.client.HTTPConnection(address, timeout=60)
        self.calls[kind] += 1
        try:
            connection.request(method, path, body and json.dumps(body), {
                "Authorization": f"Bearer {self.key}", "Content-Type": "application/json", "Connection": "close", **headers})
            answer = connection.getresponse()
            text = answer.read().decode()
            if answer.status not in expected:
                self.failed[f"{kind}: {method} at {address} is {answer.status} {text}"] += 1
        except (OSError, http.client.HTTPException) as e:
            self.failed[f"{kind}: {method} at {address} is {e!r}"] += 1
        finally:
            connection.close()

    def read(self):
        self.call("read", (200,), "GET", f"{self.endpoints}/vpce-0b9c5701325cb15dd")

    def write(self):
        name = f"vpce-{secrets.token_hex(8)}1"
        self.call("write", (201,), "POST", self.endpoints, {"interfaceEndpointId": name})
        self.call("write", (202, 204), "DELETE", f"{self.endpoints}/{name}")

    def wait(self):
        # What a stop does to a wait is checked with one container.
        name = f"vpce-{secrets.token_hex(8)}2"
        self.call("wait", (201,), "POST", self.endpoints, {"interfaceEndpointId": name}, Prefer="wait=3")
        self.call("wait", (202, 204), "DELETE", f"{self.endpoints}/{name}", Prefer="wait=3")


def postgresql(directory):
    platform = {"x86_64": "amd64", "aarch64": "arm64v8"}[os.uname().machine]
    jars = pathlib.Path.home().glob(f".m2/repository/io/zonky/test/postgres/embedded-postgres-binaries-linux-{platform}/*/*.jar")
    with zipfile.ZipFile(max(jars)) as jar:
        archive = next(name for name in jar.namelist() if name.endswith(".txz"))
        with jar.open(archive) as file, tarfile.open(fileobj=file, mode="r|xz") as files:
            files.extractall(directory, filter="tar")


def main(command, *arguments):
    if command == "postgresql":
        return postgresql(*arguments)
    if command == "call":
        # Before the threads start, which inherit it.
        signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGTERM})
        return Callers(*arguments).run()
    certificate, port, target = arguments
    return asyncio.run(atlas(certificate, int(port), int(target)))


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
