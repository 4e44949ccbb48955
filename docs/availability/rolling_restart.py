"""The processes and callers of rolling-restart.sh: java, work directory, rounds, delay, seconds of the outage."""

import http.client
import json
import os
import secrets
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.request
from collections import Counter
from pathlib import Path

JAVA, WORK = sys.argv[1], Path(sys.argv[2])
ROUNDS, DELAY, OUTAGE = int(sys.argv[3]), int(sys.argv[4]), int(sys.argv[5])
REPLICAS = 3
READERS, WRITERS, WAITERS, STREAMS = 4, 2, 4, 6
SETTLE = 3  # seconds between two restarts
PROJECT, LINK = "64b7f0c2a91d3e5f60718293", "64b7f1d8a91d3e5f60718301"
LINK_PATH = f"/projects/{PROJECT}/links/{LINK}"
ENDPOINT_PATH = f"{LINK_PATH}/endpoints/vpce-0b9c5701325cb15dd"
PUBLIC_KEY, PRIVATE_KEY = "rollkeys", "7d6f3c1a-0000-4000-8000-000000000000"
ADMIN_TOKEN, MASTER_KEY = secrets.token_hex(32), "bm90IGEgc2VjcmV0IGJ1dCBleGFjdGx5IDMyIGJ5dGU="


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Processes:
    """Everything that was started; each is ended by its id."""

    def __init__(self):
        self.started = []

    def start(self, name, command, **options):
        log = open(WORK / f"{name}.log", "ab")
        process = subprocess.Popen(command, stdout=log, stderr=subprocess.STDOUT, **options)
        self.started.append(process)
        return process

    def end(self):
        for process in reversed(self.started):
            if process.poll() is None:
                process.terminate()
        for process in self.started:
            try:
                process.wait(60)
            except subprocess.TimeoutExpired:
                process.kill()


class PostgreSQL:
    def __init__(self, processes):
        self.processes = processes
        self.port = free_port()
        self.programs = WORK / "postgresql" / "bin"
        self.data = WORK / "pgdata"
        # It refuses to run as root, so root runs it as nobody in particular.
        self.around = ["unshare", "-U"] if os.getuid() == 0 else []
        self.run("initdb", "-A", "trust", "-U", "postgres", "-D", self.data, "-E", "UTF-8")
        self.start()

    def run(self, program, *arguments):
        command = [*self.around, str(self.programs / program), *map(str, arguments)]
        subprocess.run(command, check=True, capture_output=True)

    def start(self):
        command = [*self.around, str(self.programs / "postgres"), "-D", str(self.data), "-p", str(self.port),
                   "-c", f"unix_socket_directories={WORK}", "-c", "listen_addresses=127.0.0.1"]
        self.process = self.processes.start("postgresql", command)

    def kill(self):
        """A crash: its own processes notice the death of the first one and end."""
        os.kill(self.process.pid, signal.SIGKILL)
        self.process.wait()

    @property
    def url(self):
        return f"jdbc:postgresql://127.0.0.1:{self.port}/postgres?user=postgres"


class Replica:
    def __init__(self, processes, number, database, atlas):
        self.processes, self.name = processes, f"replica-{number}"
        self.port = free_port()
        self.environment = {
            **os.environ,
            "SERVER_PORT": str(self.port),
            "SERVER_ADDRESS": "127.0.0.1",
            "MANAGEMENT_SERVER_PORT": "0",
            "LINKGATE_DATA_DIR": str(WORK / self.name),
            "LINKGATE_ADMIN_TOKEN": ADMIN_TOKEN,
            "LINKGATE_MASTER_KEY": MASTER_KEY,
            "LINKGATE_ATLAS_BASE_URL": atlas,
            "LINKGATE_SHUTDOWN_DELAY": f"{DELAY}s",
            "ATLAS_PUBLIC_KEY": PUBLIC_KEY,
            "ATLAS_PRIVATE_KEY": PRIVATE_KEY,
            "SPRING_DATASOURCE_URL": database.url,
            "SERVER_FORWARD_HEADERS_STRATEGY": "native",
            "LINKGATE_TRUSTED_PROXIES": "127.0.0.1",
        }

    def start(self):
        command = [JAVA, "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xmx256m", "-jar", "target/linkgate.jar"]
        self.process = self.processes.start(self.name, command, env=self.environment)

    def await_ready(self):
        end = time.monotonic() + 300
        while time.monotonic() < end:
            try:
                with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/readyz", timeout=2):
                    return
            except OSError:
                time.sleep(0.2)
        raise SystemExit(f"{self.name} does not become ready; see {WORK}")

    def restart(self):
        started = time.monotonic()
        self.process.terminate()
        status = self.process.wait(90)
        ended = time.monotonic()
        if status not in (0, 143):
            raise SystemExit(f"{self.name} ended with {status}")
        self.start()
        self.await_ready()
        return ended - started, time.monotonic() - ended


def start_atlas(processes):
    command = [JAVA, "-Xmx256m", "-XX:TieredStopAtLevel=1", f"-Dsandbox.public-key={PUBLIC_KEY}",
               f"-Dsandbox.private-key={PRIVATE_KEY}", "-Dsandbox.timing=PT2S", "-Dsandbox.remembered=0",
               "-cp", f"target/test-classes:target/classes:{WORK}/libraries/*",
               "dev.linkgate.sandbox.SimulatedAtlasServer"]
    processes.start("atlas", command)
    for _ in range(150):
        for line in (WORK / "atlas.log").read_text().splitlines():
            if line.startswith("base-url "):
                return line.split(" ")[1]
        time.sleep(0.2)
    raise SystemExit(f"the simulated Atlas does not start; see {WORK}")


def start_nginx(processes, replicas):
    """It notices by itself, from failed connections, which replica is away, and never repeats a POST that was sent."""
    port = free_port()
    servers = "\n".join(f"    server 127.0.0.1:{each.port} max_fails=1 fail_timeout=1s;" for each in replicas)
    (WORK / "nginx").mkdir()
    (WORK / "nginx" / "nginx.conf").write_text(f"""
daemon off;
worker_processes 1;
pid {WORK}/nginx/pid;
error_log {WORK}/nginx/error.log;
events {{ worker_connections 1024; }}
http {{
  access_log off;
  client_body_temp_path {WORK}/nginx/body;
  proxy_temp_path {WORK}/nginx/proxy;
  fastcgi_temp_path {WORK}/nginx/fastcgi;
  scgi_temp_path {WORK}/nginx/scgi;
  uwsgi_temp_path {WORK}/nginx/uwsgi;
  upstream gateway {{
{servers}
    keepalive 32;
    keepalive_timeout {max(1, DELAY - 2)}s;
  }}
  server {{
    listen 127.0.0.1:{port};
    location / {{
      proxy_pass http://gateway;
      proxy_http_version 1.1;
      proxy_set_header Connection "";
      proxy_set_header Host $http_host;
      proxy_set_header X-Forwarded-For $remote_addr;
      proxy_set_header X-Forwarded-Proto $scheme;
      proxy_connect_timeout 2s;
      proxy_read_timeout 90s;
      proxy_next_upstream error timeout;
    }}
  }}
}}
""")
    processes.start("nginx", ["nginx", "-c", str(WORK / "nginx" / "nginx.conf"), "-p", str(WORK / "nginx")])
    return port


def administer(port, method, path, body=None):
    request = urllib.request.Request(
        f"http://127.0.0.1:{port}{path}", method=method, data=None if body is None else json.dumps(body).encode(),
        headers={"Authorization": f"Bearer {ADMIN_TOKEN}", "Content-Type": "application/json"})
    with urllib.request.urlopen(request, timeout=120) as answer:
        return json.loads(answer.read() or "null")


def problem(status, text):
    """The answer's code, or its beginning if it is not the gateway's."""
    try:
        return f"{status} {json.loads(text)['code']}"
    except (ValueError, KeyError):
        return f"{status} {text[:200].decode(errors='replace')}"


class Load:
    """Callers that go on until they are told to stop; each answer is counted under its kind and the phase."""

    def __init__(self, port, key):
        self.port, self.key = port, key
        self.phase = "warm-up"
        self.calls, self.failed, self.why = Counter(), Counter(), Counter()
        self.last_failure = 0.0
        self.gaps = []
        self.stopped = threading.Event()
        self.lock = threading.Lock()
        kinds = [(self.read, READERS), (self.write, WRITERS), (self.wait, WAITERS), (self.follow, STREAMS)]
        self.threads = [threading.Thread(target=self.repeat, args=(kind, n), daemon=True)
                        for kind, count in kinds for n in range(count)]
        for thread in self.threads:
            thread.start()

    def repeat(self, kind, number):
        connection = None
        while not self.stopped.is_set():
            if connection is None:
                connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=100)
            try:
                kind(connection, number)
            except (OSError, http.client.HTTPException) as e:
                self.count(kind.__name__, f"{type(e).__name__}: {e}")
                connection.close()
                connection = None
                time.sleep(0.1)
        if connection:
            connection.close()

    def stop(self):
        self.stopped.set()
        for thread in self.threads:
            thread.join(30)

    def count(self, kind, problem=None):
        with self.lock:
            self.calls[self.phase, kind] += 1
            if problem:
                self.failed[self.phase, kind] += 1
                self.why[self.phase, kind, problem] += 1
                self.last_failure = time.monotonic()

    def call(self, kind, connection, method, path, body=None, expected=(200,), **headers):
        connection.request(method, path, None if body is None else json.dumps(body), {
            "Authorization": f"Bearer {self.key}", "Content-Type": "application/json",
            **{name.replace("_", "-"): value for name, value in headers.items()}})
        answer = connection.getresponse()
        text = answer.read()
        if answer.status in expected:
            self.count(kind)
        else:
            self.count(kind, problem(answer.status, text))

    def read(self, connection, number):
        self.call("read", connection, "GET", ENDPOINT_PATH)
        time.sleep(0.1)

    def write(self, connection, number):
        """Adds an endpoint and removes it; neither is ever repeated."""
        name = f"vpce-{secrets.token_hex(8)}1"
        self.call("write", connection, "POST", f"{LINK_PATH}/endpoints", {"interfaceEndpointId": name}, (201,))
        time.sleep(0.1)
        self.call("write", connection, "DELETE", f"{LINK_PATH}/endpoints/{name}", None, (202, 204))
        time.sleep(0.1)

    def wait(self, connection, number):
        """Adds an endpoint, waits until it is connected, and removes it; an early answer is followed by another wait."""
        name = f"vpce-{secrets.token_hex(8)}2"
        path = f"{LINK_PATH}/endpoints/{name}"
        self.call("wait", connection, "POST", f"{LINK_PATH}/endpoints", {"interfaceEndpointId": name}, (201,),
                  Prefer="wait=20")
        self.call("wait", connection, "GET", path, Prefer="wait=20")
        self.call("wait", connection, "DELETE", path, None, (202, 204), Prefer="wait=20")

    def follow(self, connection, number):
        """Follows the link. A stream may end, as it does when its replica stops, but not break off."""
        connection.request("GET", f"{LINK_PATH}/events", headers={"Authorization": f"Bearer {self.key}"})
        answer = connection.getresponse()
        if answer.status != 200:
            self.count("stream", problem(answer.status, answer.read()))
            time.sleep(0.5)
            return
        retry = 3000
        while not self.stopped.is_set():
            line = answer.readline()
            if not line:
                break
            if line.startswith(b"retry:"):
                retry = int(line[6:])
        if not self.stopped.is_set():
            self.count("stream")
            with self.lock:
                self.gaps.append((self.phase, retry))
            time.sleep(retry / 1000)


def report(load, phase):
    print(f"\n{phase}: calls, failed")
    for kind in ("read", "write", "wait", "stream"):
        print(f"  {kind:7} {load.calls[phase, kind]:7,} {load.failed[phase, kind]:5,}")
    for (where, kind, why), times in sorted(load.why.items(), key=lambda each: -each[1])[:20]:
        if where == phase:
            print(f"    {times:5} x {kind}: {why}")
    return sum(times for (where, _), times in load.failed.items() if where == phase)


def main():
    processes = Processes()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    try:
        atlas = start_atlas(processes)
        database = PostgreSQL(processes)
        replicas = [Replica(processes, n, database, atlas) for n in range(REPLICAS)]
        for replica in replicas:
            replica.start()
            replica.await_ready()
        port = start_nginx(processes, replicas)
        time.sleep(1)
        administer(port, "PUT", f"/admin/projects/{PROJECT}", {"name": "payments"})
        administer(port, "PUT", "/admin/teams/payments", {"description": ""})
        administer(port, "PUT", f"/admin/teams/payments/grants/{PROJECT}", {"role": "owner"})
        key = administer(port, "POST", "/admin/teams/payments/keys", {"label": "load"})["key"]
        time.sleep(5)

        load = Load(port, key)
        time.sleep(5)
        load.phase = "rolling restarts"
        begun = time.monotonic()
        times = []
        for _ in range(ROUNDS):
            for replica in replicas:
                times.append(replica.restart())
                print(f"{replica.name} stopped in {times[-1][0]:.1f} s, started in {times[-1][1]:.1f} s, "
                      f"{sum(load.failed.values())} of {sum(load.calls.values()):,} calls failed", flush=True)
                time.sleep(SETTLE)
        took = time.monotonic() - begun
        load.phase = "database lost"
        database.kill()
        time.sleep(OUTAGE)
        database.start()
        back = time.monotonic()
        time.sleep(20)
        load.phase = "afterwards"
        time.sleep(10)
        load.stop()

        print(f"{ROUNDS} rounds, {len(times)} restarts in {took:.0f} s, delay {DELAY} s: a stop took "
              f"{min(t[0] for t in times):.1f} to {max(t[0] for t in times):.1f} s, "
              f"a start {min(t[1] for t in times):.1f} to {max(t[1] for t in times):.1f} s")
        failed = report(load, "rolling restarts")
        gaps = sorted(retry for phase, retry in load.gaps if phase == "rolling restarts")
        if gaps:
            print(f"  {len(gaps)} streams ended and came back after at most {gaps[-1]} ms, "
                  f"in the median {gaps[len(gaps) // 2]} ms")
        report(load, "database lost")
        print(f"  the last failed call came {load.last_failure - back:.1f} s after the database's start")
        failed += report(load, "afterwards")
        check = administer(port, "POST", "/admin/audit/verification")
        print(f"\naudit trail: {check['records']:,} records, valid: {check['valid']}")
        return 1 if failed or not check["valid"] else 0
    finally:
        processes.end()


if __name__ == "__main__":
    sys.exit(main())
