"""Measures gateways side by side, in turns, and prints a table.

    docs/benchmarks/beside.py NAME=LAYOUT...    directories of src/main/docker/layout.sh, or one of peer.sh

ROUNDS (5) of each figure, of which the medians are shown; SECONDS_EACH (8) and WARM_UP (15) of full load; CONNECTIONS ("32 256")
of reads; SETTINGS of the gateways; PARTS="start get put shared post". Atlas is simulated, 20 ms away at fixed rates and at once at
full load. PUT, and reads that callers share, are Linkgate's only. Every POST adds an endpoint that is new, to the next of many links,
because Atlas lists all endpoints of a link in each answer about it.
"""
import contextlib
import hashlib
import http.client
import itertools
import json
import os
import shlex
import shutil
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request

from costs import CALL, PROJECT, prepare
from gateways import ATLAS_KEY, expect, free_port, gateway, is_ready, paced, processor_seconds, resident, running, send, simulator

ROUNDS, SECONDS, WARM_UP = (int(os.environ.get(*each)) for each in (("ROUNDS", "5"), ("SECONDS_EACH", "8"), ("WARM_UP", "15")))
PARTS = os.environ.get("PARTS", "start get put shared post").split()
JAVA = f"{os.environ['JAVA_HOME']}/bin/java"
LINKS = [f"{0xb << 92 | number:024x}" for number in range(1, 501)]
CONNECTIONS = [int(each) for each in os.environ.get("CONNECTIONS", "32 256").split()]
GETS_A_SECOND, POSTS_A_SECOND, FIRST_CALLS = 150, 50, 40
numbers = itertools.count(time.time_ns() // 1000 << 8)


class Candidate:
    """A gateway's layout, with a data directory in which a key may add endpoints."""

    def __init__(self, name, layout, work):
        self.name, self.layout, self.work = name, os.path.abspath(layout), work
        self.data, self.log = f"{work}/data-{name}", f"{work}/{name}.log"
        self.is_peer = os.path.exists(f"{layout}/app/peer.jar")
        self.figures, self.refused = {}, 0

    def start(self, atlas, max_age="0s"):
        """A context manager that gives the process, its port, and the seconds until it was ready."""
        if self.is_peer:
            return peer(self, atlas)
        settings = shlex.split(os.environ.get("SETTINGS", ""))
        return gateway([f"{self.layout}/run"], self.data, atlas, self.log, *settings, max_age=max_age)

    def make_key(self, atlas):
        """Makes the key, and warms up Atlas."""
        with self.start(atlas) as (_, port, _):
            if self.is_peer:
                self.key = "peer-key"
                values = hashlib.sha256(self.key.encode()).hexdigest(), PROJECT
                with sqlite3.connect(f"{self.data}/peer.db") as database:
                    database.execute("INSERT OR IGNORE INTO api_key VALUES (?, ?, 'EDITOR')", values)
            else:
                self.key = prepare(http.client.HTTPConnection("127.0.0.1", port, timeout=60))
            connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
            for _ in range(300):
                expect(*send(connection, "GET", CALL, self.key))
        shutil.rmtree(f"{self.data}-fresh", ignore_errors=True)
        shutil.copytree(self.data, f"{self.data}-fresh")

    def forget(self):
        """The data directory is as it was when the key had been made."""
        shutil.rmtree(self.data)
        shutil.copytree(f"{self.data}-fresh", self.data)

    def note(self, what, value):
        self.figures.setdefault(what, []).append(value)
        print(f"  {self.name}: {what} {value:.2f}", file=sys.stderr, flush=True)


@contextlib.contextmanager
def peer(candidate, atlas, training=False):
    """Starts the hand-written gateway, as gateways.gateway does Linkgate."""
    os.makedirs(candidate.data, exist_ok=True)
    port, layout = free_port(), candidate.layout
    begun = time.monotonic()
    with running([f"{layout}/java/bin/java", f"-XX:AOTCache{'Output' if training else ''}={layout}/peer.aot",
                  f"-Dorg.sqlite.lib.path={layout}/native", "-jar", f"{layout}/app/peer.jar", f"--server.port={port}",
                  f"--peer.data={candidate.data}", f"--peer.atlas={atlas}", f"--peer.public-key={ATLAS_KEY['ATLAS_PUBLIC_KEY']}",
                  f"--peer.private-key={ATLAS_KEY['ATLAS_PRIVATE_KEY']}"], candidate.log) as process:
        while not is_ready(port):
            if process.poll() is not None:
                sys.exit(f"the hand-written gateway has ended; see {candidate.log}")
            time.sleep(0.005)
        yield process, port, time.monotonic() - begun


def endpoints():
    """The path of the next link's endpoints."""
    return f"/projects/{PROJECT}/links/{LINKS[next(numbers) % len(LINKS)]}/endpoints"


def added():
    return {"interfaceEndpointId": f"vpce-{next(numbers) & (1 << 68) - 1:017x}"}


def train(candidate, atlas):
    """Makes a cache of the peer's classes, as Training.java makes the gateway's."""
    candidate.make_key(atlas)
    with peer(candidate, atlas, training=True) as (_, port, _):
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        for _ in range(200):
            expect(*send(connection, "GET", CALL, candidate.key))
            expect(*send(connection, "POST", endpoints(), candidate.key, added()))
    shutil.rmtree(candidate.data)
    shutil.rmtree(f"{candidate.data}-fresh")


def start(candidate, atlas):
    candidate.forget()
    with candidate.start(atlas) as (process, port, ready):
        candidate.note("ready, s", ready)
        candidate.note("processor time until ready, s", processor_seconds(process.pid))
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        millis = []
        for _ in range(FIRST_CALLS):
            begun = time.monotonic()
            expect(*send(connection, "GET", CALL, candidate.key))
            millis.append((time.monotonic() - begun) * 1000)
        candidate.note("first call, ms", millis[0])
        candidate.note(f"median of the first {FIRST_CALLS}, ms", statistics.median(millis))
        for method, rate, *request in (("GET", GETS_A_SECOND, lambda: CALL), ("POST", POSTS_A_SECOND, endpoints, added)):
            before = processor_seconds(process.pid)
            millis = paced(port, candidate.key, rate, 20, method, *request)
            used = processor_seconds(process.pid) - before
            candidate.note(f"{method} at {rate}/s: p50, ms", statistics.median(millis))
            candidate.note(f"{method} at {rate}/s: p99, ms", millis[len(millis) * 99 // 100])
            candidate.note(f"{method} at {rate}/s: processor time, ms", used * 1000 / len(millis))
            if method == "GET":
                candidate.note(f"resident after {rate}/s, MB", resident(process.pid))


def wrk(candidate, port, method, path, connections, seconds):
    """Gives calls a second, and calls, of those that succeeded. More than one refused in a hundred ends the program at once."""
    script = f"{candidate.work}/wrk.lua"
    with open(script, "w") as file:
        file.write(f'wrk.method = "{method}"\n')
        if method == "POST":
            # 2 ** 53 is the greatest number that Lua counts to.
            file.write(f'''wrk.headers["Content-Type"] = "application/json"
local next, links = {next(numbers) % (1 << 32) * 1_000_000}, {{"{'", "'.join(LINKS)}"}}
function request()
  next = next + 1
  local path = "/projects/{PROJECT}/links/" .. links[next % #links + 1] .. "/endpoints"
  return wrk.format(nil, path, nil, string.format('{{"interfaceEndpointId":"vpce-%05x%012x"}}', next / 2 ^ 48, next % 2 ^ 48))
end
''')
    printed = subprocess.run(["wrk", "-t1", f"-c{connections}", f"-d{seconds}s", "--timeout", "10s", "-s", script, "-H",
                              f"Authorization: Bearer {candidate.key}", f"http://127.0.0.1:{port}{path}"],
                             stdout=subprocess.PIPE, text=True, check=True).stdout
    rate, calls = next_number(printed, "Requests/sec:"), next_number(printed, "", " requests in")
    refused = next_number(printed, "Non-2xx or 3xx responses:") if "Non-2xx" in printed else 0
    if refused or "Socket errors" in printed:
        print(f"{candidate.name}: not all calls succeeded:\n{printed}", file=sys.stderr)
    if refused > calls / 100:
        sys.exit(1)
    candidate.refused += refused
    return rate * (1 - refused / calls), calls - refused


def next_number(text, before, after=""):
    line = next(each for each in text.splitlines() if before in each and after in each)
    return float(line.split(before)[1].split()[0] if before else line.split()[0])


def full(kinds, candidates, atlas, max_age):
    """At full load, all kinds of calls, the candidates in turns."""
    with contextlib.ExitStack() as stack:
        started = [(*stack.enter_context(candidate.start(atlas, max_age)), candidate) for candidate in candidates]
        for method, path, connections in kinds:
            what = f"{method}{' shared' if max_age != '0s' else ''}, {connections} connections"
            for _, port, _, candidate in started:
                wrk(candidate, port, method, path, connections, WARM_UP)
            for turn in range(ROUNDS):
                # The one that goes last in a round goes first in the next, so that a slow drift harms all alike.
                for process, port, _, candidate in started if turn % 2 else reversed(started):
                    before = processor_seconds(process.pid)
                    rate, calls = wrk(candidate, port, method, path, connections, SECONDS)
                    candidate.note(f"{what}: calls/s", rate)
                    candidate.note(f"{what}: processor time, us", (processor_seconds(process.pid) - before) * 1e6 / calls)
            for process, _, _, candidate in started:
                candidate.note(f"{what}: resident, MB", resident(process.pid))


def table(candidates):
    yield "| | " + " | ".join(candidate.name for candidate in candidates) + " |\n|---|" + "--:|" * len(candidates) + "\n"
    for what in dict.fromkeys(what for candidate in candidates for what in candidate.figures):
        row = [statistics.median(candidate.figures[what]) if what in candidate.figures else None for candidate in candidates]
        yield f"| {what} | {' | '.join(map(shown, row))} |\n"


def shown(figure):
    """With three digits."""
    return "" if figure is None else f"{figure:,.{2 if figure < 10 else 1 if figure < 100 else 0}f}"


def main():
    with tempfile.TemporaryDirectory(dir="target") as work:
        candidates = [Candidate(*each.split("=", 1), work) for each in sys.argv[1:]]
        libraries = f"{next(each.layout for each in candidates if not each.is_peer)}/app/lib"
        stand_in = (f"{JAVA} -Xmx256m -XX:+UseSerialGC -cp target/test-classes:target/classes:{libraries}/*"
                    f" -Dsandbox.public-key={ATLAS_KEY['ATLAS_PUBLIC_KEY']} -Dsandbox.private-key={ATLAS_KEY['ATLAS_PRIVATE_KEY']}"
                    " -Dsandbox.timing=instant -Dsandbox.remembered=0 -Dsandbox.delay=PT%sS dev.linkgate.sandbox.SimulatedAtlasServer")
        with (simulator(stand_in % "0.020", f"{work}/far.log") as (far, far_control),
              simulator(stand_in % "0", f"{work}/near.log") as (near, near_control)):
            for control, link in itertools.product((far_control, near_control), LINKS):
                urllib.request.urlopen(f"{control}/link?project={PROJECT}&link={link}&cloud=AWS").close()
            for candidate in candidates:
                if candidate.is_peer and not os.path.exists(f"{candidate.layout}/peer.aot"):
                    train(candidate, near)
                candidate.make_key(near)
                candidate.make_key(far)
            if "start" in PARTS:
                for turn in range(ROUNDS):
                    for candidate in candidates if turn % 2 else reversed(candidates):
                        start(candidate, far)
            for each in candidates:
                each.forget()
            ours = [each for each in candidates if not each.is_peer]
            loads = {
                "get": ([("GET", CALL, connections) for connections in CONNECTIONS], candidates, "0s"),
                "put": ([("PUT", CALL, 32)], ours, "0s"),
                "shared": ([("GET", CALL, connections) for connections in CONNECTIONS], ours, "1s"),
                "post": ([("POST", "/", 32)], candidates, "0s"),
            }
            for part, (kinds, measured, max_age) in loads.items():
                if part in PARTS:
                    full(kinds, measured, near, max_age)
    sys.stdout.writelines(table(candidates))
    # A sitting takes a quarter of an hour: its table is shown, but refused calls are no success.
    if any(each.refused for each in candidates):
        sys.exit("Calls were refused: " + ", ".join(f"{each.name} {each.refused:.0f}" for each in candidates))


main()
