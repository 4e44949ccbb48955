"""Measures how costs grow, and writes the tables of PAGE. Run by scale.sh, which sets the environment."""
import contextlib
import glob
import http.client
import json
import os
import random
import re
import shlex
import shutil
import signal
import sqlite3
import statistics
import subprocess
import sys
import threading
import time
import urllib.request

import gateways
from gateways import ADMIN, expect, processor_seconds, resident, running, send, simulator

HERE, WORK, PAGE = os.path.dirname(os.path.abspath(__file__)), os.environ["WORK"], os.environ["PAGE"]
GATEWAY = shlex.split(os.environ["GATEWAY"])
SECONDS, ROUNDS = int(os.environ["SECONDS_EACH"]), int(os.environ["ROUNDS"])
MASTER_KEY = "bm90IGEgc2VjcmV0IGJ1dCBleGFjdGx5IDMyIGJ5dGU="
NOWHERE = "http://127.0.0.1:9"
PROJECT_0 = "0" * 24
# A quarter of the connections may wait, and one team may have three quarters of these, and of the streams.
MANY = ["--linkgate.limits.connections=60000", "--linkgate.limits.connections-per-address=60000",
        "--linkgate.endpoints.max-wait=300s", "--linkgate.events.max-streams=2668"]


class Gateway:
    """A running gateway."""

    def __init__(self, process, port, management, ready):
        self.process, self.port, self.management, self.ready = process, port, management, ready
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=600)

    def get(self, path, token=ADMIN):
        return json.loads(expect(*send(self.connection, "GET", path, token)))

    def post(self, path):
        return json.loads(expect(*send(self.connection, "POST", path, ADMIN)))

    def put(self, path, body):
        expect(*send(self.connection, "PUT", path, ADMIN, body))

    def team(self, name, project, role="editor"):
        """Gives a key of the new team."""
        self.put(f"/admin/projects/{project}", {"name": "scale"})
        self.put(f"/admin/teams/{name}", {"description": "measures"})
        self.put(f"/admin/teams/{name}/grants/{project}", {"role": role})
        created = expect(*send(self.connection, "POST", f"/admin/teams/{name}/keys", ADMIN, {"label": "scale"}))
        return json.loads(created)["key"]

    def metric(self, name):
        with urllib.request.urlopen(f"http://127.0.0.1:{self.management}/actuator/prometheus", timeout=60) as answer:
            text = answer.read().decode()
        return sum(float(line.rsplit(" ", 1)[1]) for line in text.splitlines() if re.match(name, line))

    def heap(self):
        """In MiB, after a garbage collection."""
        subprocess.run([os.environ["JCMD"], str(self.process.pid), "GC.run"], stdout=subprocess.DEVNULL, check=True)
        return self.metric(r'jvm_memory_used_bytes\{.*area="heap"') / 1024 / 1024

    def resident(self):
        return resident(self.process.pid)

    def millis(self, path, token=ADMIN, times=5):
        """The median time of a call."""
        taken = []
        for _ in range(times):
            begun = time.monotonic()
            expect(*send(self.connection, "GET", path, token))
            taken.append((time.monotonic() - begun) * 1000)
        return statistics.median(taken)


@contextlib.contextmanager
def gateway(data, atlas, name, *settings, **environment):
    management = gateways.free_port()
    with gateways.gateway(GATEWAY, data, atlas, f"{WORK}/{name}.log", *settings, management=management,
                          **environment) as (process, port, ready):
        yield Gateway(process, port, management, ready)


@contextlib.contextmanager
def postgresql():
    """Gives the JDBC URL of a new PostgreSQL with its defaults, durable commits among them, on the same disk."""
    directory, port = f"{WORK}/postgresql", gateways.free_port()
    binaries = sorted(glob.glob("/usr/lib/postgresql/*/bin"))[-1]
    shutil.rmtree(directory, ignore_errors=True)
    os.makedirs(directory)
    # PostgreSQL refuses to be root, and in a user namespace it is nobody.
    as_user = ["unshare", "--user"] if os.getuid() == 0 else []
    subprocess.run(as_user + [f"{binaries}/initdb", "-D", f"{directory}/data", "-A", "trust", "-U", "linkgate"],
                   stdout=subprocess.DEVNULL, check=True)
    command = as_user + [f"{binaries}/postgres", "-D", f"{directory}/data", "-p", str(port), "-k", directory]
    with running(command, f"{WORK}/postgresql.log"):
        client = [f"{binaries}/psql", "-h", "127.0.0.1", "-p", str(port), "-U", "linkgate", "-qAt", "-d"]
        for _ in range(100):
            time.sleep(0.2)
            if subprocess.run(client + ["postgres", "-c", "CREATE DATABASE linkgate"],
                              stderr=subprocess.DEVNULL, check=False).returncode == 0:
                break
        else:
            sys.exit("PostgreSQL does not start")
        yield f"jdbc:postgresql://127.0.0.1:{port}/linkgate?user=linkgate", client + ["linkgate", "-c"]


# The trail

def audit():
    data = f"{WORK}/audit"
    url = (f"jdbc:sqlite:{data}/linkgate.db?journal_mode=WAL&synchronous=FULL&transaction_mode=IMMEDIATE"
           "&busy_timeout=3000")

    def size():
        return sum(os.path.getsize(file) for file in glob.glob(f"{data}/linkgate.db*"))
    yield from trail("audit", url, size, os.environ["RECORDS"].split(),
                     lambda: gateway(data, NOWHERE, "audit"))


def audit_on_postgresql():
    with postgresql() as (url, client):
        def size():
            return int(subprocess.run(client + ["SELECT pg_database_size('linkgate')"], stdout=subprocess.PIPE, text=True,
                                      check=True).stdout)
        yield from trail("postgresql", url, size, os.environ["POSTGRESQL_RECORDS"].split(),
                         lambda: gateway(f"{WORK}/audit-postgresql", NOWHERE, "audit-postgresql",
                                         SPRING_DATASOURCE_URL=url, LINKGATE_MASTER_KEY=MASTER_KEY))


PAGES = {
    "all": "",
    "team with half of the trail": "team=team-0",
    "team with one record, the first": "team=team-once",
    "project with half of the trail": f"projectId={PROJECT_0}",
    "frequent action": "action=endpoint.get",
    "frequent action that never was (pages are empty)": "action=link.get",
    "action that was once, first": "action=config.apply",
    "result of 4 %": "result=REFUSED",
    "result that was once, first": "result=UNKNOWN",
    "that team in that project, an action that never was": f"team=team-0&projectId={PROJECT_0}&action=audit.read",
    "… a frequent one that never was (pages are empty)": f"team=team-0&projectId={PROJECT_0}&action=link.get",
    "an hour at the beginning": "from=2026-01-01T00:10:00Z&to=2026-01-01T01:10:00Z",
    "all before the second hour": "to=2026-01-01T01:00:00Z",
}


def trail(name, url, size, lengths, start):
    with start():
        pass
    sizes = {"records": [], "size": [], "bytes a record": [], "filled, records a second": [],
             "one append with its commit": [], "verified": [], "verified, records a second": [],
             "exported, records a second": []}
    pages = {page: [] for page in PAGES}
    counted = {page: [] for page in PAGES}
    for length in map(int, lengths):
        filled = subprocess.run(shlex.split(os.environ["FILLER"]) + [url, str(length)], stdout=subprocess.PIPE,
                                text=True, check=True).stdout
        records, seconds = re.search(r"records (\d+) seconds ([\d.]+)", filled).groups()
        with start() as one:
            one.heap()
            bytes_stored = size()
            sizes["records"].append(f"{length:,}")
            sizes["size"].append(f"{bytes_stored / 1e6:,.0f} MB")
            sizes["bytes a record"].append(f"{bytes_stored / length:.0f}")
            sizes["filled, records a second"].append(f"{int(records) / max(0.1, float(seconds)):,.0f}")
            sizes["one append with its commit"].append(f"{int(re.search('append-micros (.*)', filled)[1]) / 1000:.2f} ms")
            for page, query in PAGES.items():
                one.millis(f"/admin/audit?{query}")
                pages[page].append(f"{one.millis(f'/admin/audit?{query}'):.1f} ms")
                counted[page].append(f"{one.millis(f'/admin/audit?includeCount=true&{query}', times=3):,.1f} ms")
            begun = time.monotonic()
            verification = one.post("/admin/audit/verification")
            seconds = time.monotonic() - begun
            if not verification["valid"]:
                sys.exit(f"the trail is broken: {verification}")
            sizes["verified"].append(f"{seconds:.1f} s")
            sizes["verified, records a second"].append(f"{verification['records'] / seconds:,.0f}")
            sizes["exported, records a second"].append(f"{export_rate(one):,.0f}")
        print(f"{name} {length}: " + ", ".join(f"{key} {values[-1]}" for key, values in sizes.items()), flush=True)
    yield f"{name}-sizes", table(list(sizes["records"]), {key: sizes[key] for key in sizes if key != "records"}, "records")
    both = {page: [f"{plain} · {exact}" for plain, exact in zip(pages[page], counted[page])] for page in PAGES}
    yield f"{name}-pages", table(list(sizes["records"]), both, "page of 100 · with `includeCount=true`")


def export_rate(one):
    """Of the whole trail, or of what comes within a minute."""
    connection = http.client.HTTPConnection("127.0.0.1", one.port, timeout=600)
    begun, lines = time.monotonic(), 0
    connection.request("GET", "/admin/audit", headers={"Authorization": f"Bearer {ADMIN}", "Accept": "application/x-ndjson"})
    answer = connection.getresponse()
    while part := answer.read(1 << 20):
        lines += part.count(b"\n")
        if time.monotonic() - begun > 60:
            break
    seconds = time.monotonic() - begun
    connection.close()
    return lines / seconds


# Teams and keys

def keys():
    rows = {}
    for teams in map(int, os.environ["TEAMS"].split()):
        data = f"{WORK}/keys-{teams}"
        with gateway(data, NOWHERE, "keys") as one:
            key = one.team("measured", PROJECT_0)
        generator, now = random.Random(teams), 1_800_000_000_000_000
        with sqlite3.connect(f"{data}/linkgate.db") as database:
            database.executemany("INSERT INTO team VALUES (?, ?, ?)", ((f"team-{i}", "one of many", now) for i in range(teams)))
            database.executemany("INSERT INTO project_grant (team, project_id, role, since, granted_by) VALUES (?, ?, ?, ?, ?)",
                                 ((f"team-{i}", f"{i:024x}", "editor", now, "system") for i in range(teams)))
            database.executemany(
                "INSERT INTO api_key (id, team, label, hash, created_at) VALUES (?, ?, ?, ?, ?)",
                ((f"{i:08d}{j:04d}", f"team-{i}", "ci", f"{generator.getrandbits(256):064x}", now)
                 for i in range(teams) for j in range(10)))
        database.close()
        subprocess.run([*GATEWAY, "reseal", "--yes", f"--linkgate.data-dir={data}"], stdout=subprocess.DEVNULL, check=True)
        starts = []
        for _ in range(ROUNDS):
            with gateway(data, NOWHERE, "keys") as one:
                starts.append(one.ready)
        with gateway(data, NOWHERE, "keys") as one:
            one.millis("/projects", key, 300)
            call = one.millis("/projects", key, 300)
            one.millis("/admin/teams", times=20)
            first, last = one.millis("/admin/teams", times=20), one.millis(f"/admin/teams?pageNum={max(1, teams // 100)}", times=20)
            of_team = one.millis("/admin/teams/team-1/keys", times=20)
            rows[f"{teams:,} teams, {teams * 10:,} keys"] = [
                f"{statistics.median(starts):.2f} s", f"{one.heap():.0f} MB", f"{one.resident():.0f} MB", f"{call:.1f} ms",
                f"{first:.1f} ms", f"{last:.1f} ms", f"{of_team:.1f} ms"]
        print(f"keys {teams}: {list(rows.values())[-1]}", flush=True)
    yield "keys", table(["ready", "heap", "resident", "a team's call", "first page of teams", "last page", "a team's keys"],
                        rows, "")


# Waiters and streams

class Probe:
    """Another team's calls, 20 a second, each timed from when it was due."""

    def __init__(self, port, key, path):
        self.port, self.key, self.path, self.calls, self.running = port, key, path, [], True
        self.thread = threading.Thread(target=self.work)
        self.thread.start()

    def work(self):
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        due = time.monotonic()
        while self.running:
            time.sleep(max(0, due - time.monotonic()))
            expect(*send(connection, "GET", self.path, self.key))
            self.calls.append((due, (time.monotonic() - due) * 1000))
            due += 0.05

    def between(self, begin, end):
        """The median and the longest."""
        taken = sorted(millis for due, millis in self.calls if begin <= due <= end) or [0.0]
        return f"{taken[len(taken) // 2]:.0f} · {taken[-1]:.0f} ms"

    def stop(self):
        self.running = False
        self.thread.join()


def waits():
    yield from held("waits", os.environ["WAITERS"].split(), "linkgate_waiters", "", "waiters")


def streams():
    yield from held("streams", os.environ["STREAMS"].split(), "linkgate_streams", "events", "event streams")


def held(name, numbers, metric, stream, what):
    rows = {}
    for number in map(int, numbers):
        project, link, endpoint = "64b7f0c2a91d3e5f60718299", "64b7f1d8a91d3e5f60718399", "vpce-0b9c5701325cb1500"
        other = "64b7f0c2a91d3e5f60718293"
        other_path = f"/projects/{other}/links/64b7f1d8a91d3e5f60718301/endpoints/vpce-0b9c5701325cb15dd"
        path = f"/projects/{project}/links/{link}/" + (stream or f"endpoints/{endpoint}")
        shutil.rmtree(f"{WORK}/{name}", ignore_errors=True)
        with simulator(os.environ["ATLAS"], f"{WORK}/atlas.log") as (atlas, control), \
                gateway(f"{WORK}/{name}", atlas, name, *MANY, max_age="1s") as one:
            def simulate(resource, query):
                with urllib.request.urlopen(f"{control}/{resource}?project={project}&link={link}&{query}", timeout=30) as answer:
                    return answer.read()
            simulate("link", "cloud=AWS")
            simulate("endpoint", f"id={endpoint}&status=PENDING")
            key, other_key = one.team("waiting", project), one.team("other", other)
            one.millis(other_path, other_key, 500)
            heap, memory = one.heap(), one.resident()
            holder = subprocess.Popen([sys.executable, f"{HERE}/hold.py", str(one.port), key, path, str(number)],
                                      stdout=subprocess.PIPE, text=True)
            try:
                begun = time.monotonic()
                while (count := int(one.metric(metric + r"[ {]"))) < number and time.monotonic() < begun + 20 + number / 100:
                    time.sleep(0.2)
                all_held = time.monotonic()
                time.sleep(3)
                work, at = processor_seconds(one.process.pid), time.monotonic()
                time.sleep(SECONDS)
                work = (processor_seconds(one.process.pid) - work) / (time.monotonic() - at)
                memory_held, heap_held = one.resident(), one.heap()
                probe = Probe(one.port, other_key, other_path)
                time.sleep(5)
                changed = time.monotonic()
                simulate("endpoint", f"id={endpoint}&status=AVAILABLE")
                told = json.loads(holder.communicate(timeout=300)[0])
                time.sleep(1)
                probe.stop()
            finally:
                holder.kill()
            if told["told"] < count:
                sys.exit(f"not all were told: {told}")
            rows[f"{number:,} {what}" + ("" if count == number else f", of which {count:,} admitted")] = [
                f"{all_held - begun:.1f} s", f"{(heap_held - heap) * 1024 / count:.1f} KB",
                f"{(memory_held - memory) * 1024 / count:.1f} KB", f"{heap_held:.0f} · {memory_held:.0f} MB", f"{work * 100:.1f} %",
                f"{told['first'] - changed:.1f} s", f"{told['last'] - told['first']:.2f} s",
                probe.between(changed - 4, changed), probe.between(changed, told["last"])]
        print(f"{name} {number}: {list(rows)[-1]} {list(rows.values())[-1]} {told['failures'][:1]}", flush=True)
    yield name, table(["all held after", "heap each", "resident each", "heap · resident in all", "CPU of one core",
                       "first notified after", "all notified within", "another team's calls before: median · longest",
                       "and meanwhile"], rows, "")


# Replicas

def replicas():
    projects = [f"64b7f0c2a91d3e5f607182{i:02x}" for i in range(16)]
    link, endpoint = "64b7f1d8a91d3e5f60718399", "vpce-0b9c5701325cb1500"
    rows = {}
    for number in map(int, os.environ["REPLICAS"].split()):
        with postgresql() as (url, _), simulator(os.environ["ATLAS"], f"{WORK}/atlas.log") as (atlas, control), \
                contextlib.ExitStack() as stack:
            ones = [stack.enter_context(gateway(f"{WORK}/replica-{i}", atlas, f"replica-{i}", SPRING_DATASOURCE_URL=url,
                                                LINKGATE_MASTER_KEY=MASTER_KEY)) for i in range(number)]
            for project in projects:
                for path in (f"link?project={project}&link={link}&cloud=AWS",
                             f"endpoint?project={project}&link={link}&id={endpoint}&status=AVAILABLE"):
                    urllib.request.urlopen(f"{control}/{path}", timeout=30).close()
            key = [ones[0].team("measured", project) for project in projects][-1]
            time.sleep(6)  # until every replica knows the key
            cells = []
            for method in ("GET", "PUT"):
                with open(f"{WORK}/{method}.lua", "w") as script:
                    paths = ", ".join(f'"/projects/{project}/links/{link}/endpoints/{endpoint}"' for project in projects)
                    script.write(f'local paths, i = {{{paths}}}, 0\nfunction request()\n  i = i % #paths + 1\n'
                                 f'  return wrk.format("{method}", paths[i])\nend\n')
                load(ones, method, key, 3 * SECONDS)
                before = commits(ones)
                rates = [load(ones, method, key, SECONDS) for _ in range(ROUNDS)]
                after = commits(ones)
                count = max(1, after[0] - before[0])
                cells += [f"{statistics.median(rates):,.0f}", f"{(after[1] - before[1]) / count * 1000:.2f} ms",
                          f"{(after[2] - before[2]) / count:.1f}"]
            rows[f"{number}"] = cells
        print(f"replicas {number}: {rows[str(number)]}", flush=True)
    yield "replicas", table(["reads a second", "a commit takes", "records a commit", "writes a second", "a commit takes",
                             "records a commit"], rows, "replicas")


def commits(ones):
    """The number of commits, their seconds, and the records in them."""
    return [sum(one.metric(name) for one in ones)
            for name in ("linkgate_audit_commits_seconds_count", "linkgate_audit_commits_seconds_sum",
                         r'linkgate_audit_records_total\{.*result="stored"')]


def load(ones, method, key, seconds):
    """32 connections in all, to all replicas; gives the calls a second."""
    clients = [subprocess.Popen(["wrk", "-t1", f"-c{32 // len(ones)}", f"-d{seconds}", "-s", f"{WORK}/{method}.lua", "-H",
                                 f"Authorization: Bearer {key}", f"http://127.0.0.1:{one.port}/"],
                                stdout=subprocess.PIPE, text=True) for one in ones]
    outputs = [client.communicate()[0] for client in clients]
    if any("Non-2xx" in output for output in outputs):
        sys.exit("\n".join(outputs))
    return sum(float(re.search(r"Requests/sec: *([\d.]+)", output)[1]) for output in outputs)


# The page

def table(heads, rows, corner):
    lines = [f"| {corner} | " + " | ".join(heads) + " |", "|---|" + "--:|" * len(heads)]
    return "\n".join(lines + [f"| {name} | " + " | ".join(cells) + " |" for name, cells in rows.items()])


def write(name, text):
    """Adds a table."""
    with open(PAGE, "a") as file:
        file.write(f"\n## {name}\n\n{text}\n")


# Ends what was started, too.
signal.signal(signal.SIGTERM, lambda *_: sys.exit("ended"))
PARTS = {"audit": audit, "postgresql": audit_on_postgresql, "keys": keys, "waits": waits, "streams": streams,
         "replicas": replicas}
for part in os.environ["PARTS"].split():
    load_average = os.getloadavg()[0]
    when = time.strftime("%Y-%m-%d", time.gmtime())
    for name, text in PARTS[part]():
        write(name, f"{text}\n\n{when}, {os.environ['CONDITIONS']}, load average {load_average:.1f} before.")
print(f"written: {PAGE}")
