"""Prints what a start and a call cost, in figures that do not depend on how busy the machine is.

    docs/benchmarks/costs.py LAYOUT          a directory of src/main/docker/layout.sh, beside the last release
    docs/benchmarks/costs.py LAYOUT OTHER    beside another layout
    WRITE=NAME docs/benchmarks/costs.py ...  keeps the layout's figures in costs.json as those of a release

JAVA_HOME names a JDK with jcmd.

The classes are those that are loaded at ready. The bytes are what the gateway's threads allocate a call, by what is used of
the young generation before and after CALLS calls, one after the other over one connection; Atlas is another process.
"""
import http.client
import json
import os
import re
import subprocess
import sys
import tempfile

from gateways import ADMIN, expect, gateway, send, simulator

PROJECT, LINK, ENDPOINT = "64b7f0c2a91d3e5f60718293", "64b7f1d8a91d3e5f60718301", "vpce-0b9c5701325cb15dd"
CALL = f"/projects/{PROJECT}/links/{LINK}/endpoints/{ENDPOINT}"
CALLS, WARM_UP, ROUNDS = 50, 400, 5
RELEASED = os.path.join(os.path.dirname(os.path.abspath(__file__)), "costs.json")


def megabytes(*paths):
    output = subprocess.run(["du", "-scm", "--apparent-size", *paths], stdout=subprocess.PIPE, text=True, check=True).stdout
    return int(output.splitlines()[-1].split()[0])


def jcmd(jdk, process, command):
    return subprocess.run([f"{jdk}/bin/jcmd", str(process.pid), command], stdout=subprocess.PIPE, text=True, check=True).stdout


def young(jdk, process):
    """What is used of the young generation, in KiB."""
    return int(re.search(r"(?:def new generation|DefNew)\s+total \d+K, used (\d+)K", jcmd(jdk, process, "GC.heap_info"))[1])


def allocated(jdk, process, call, calls=CALLS):
    """KiB a call, the median of rounds; one in which the young generation was collected is far below."""
    for _ in range(WARM_UP):
        call()
    rounds = []
    for _ in range(ROUNDS):
        jcmd(jdk, process, "GC.run")
        before = young(jdk, process)
        for _ in range(calls):
            call()
        rounds.append((young(jdk, process) - before) / calls)
    return round(sorted(rounds)[ROUNDS // 2])


def simulated_atlas(jdk, libraries, work):
    """As gateways.simulator gives it; it answers at once."""
    return simulator(f"{jdk}/bin/java -Xmx256m -cp target/test-classes:target/classes:{libraries}/*"
                     " -Dsandbox.public-key=benchkey -Dsandbox.private-key=7d6f3c1a-0000-4000-8000-benchmark000"
                     " -Dsandbox.timing=instant -Dsandbox.remembered=0 dev.linkgate.sandbox.SimulatedAtlasServer",
                     f"{work}/atlas.log")


def measure(layout, libraries, jdk, work):
    figures = {"MB of the layout": megabytes(layout), "MB of Java": megabytes(f"{layout}/java"),
               "MB of jars": megabytes(f"{layout}/app"),
               "MB of caches": megabytes(*(f"{layout}/{name}" for name in os.listdir(layout) if name.endswith(".aot")))}
    with simulated_atlas(jdk, libraries, work) as (atlas, _):
        for name, max_age in (("not shared", "0s"), ("shared", "1h")):
            loaded = f"{work}/classes"
            with gateway([f"{layout}/run"], f"{work}/data", atlas, f"{work}/log", max_age=max_age,
                         JAVA_TOOL_OPTIONS=f"-Xlog:class+load:file={loaded}") as (process, port, _):
                with open(loaded) as lines:
                    classes = sum("source:" in line for line in lines)
                threads = len(os.listdir(f"/proc/{process.pid}/task"))
                connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
                if max_age == "0s":
                    figures |= {"classes loaded at ready": classes, "threads at ready": threads}
                    key = prepare(connection)
                    figures["KiB a call: PUT of an endpoint that is there"] = allocated(
                        jdk, process, lambda: expect(*send(connection, "PUT", CALL, key)))
                    figures["KiB a call: refused"] = allocated(
                        jdk, process, lambda: send(connection, "GET", CALL.replace(PROJECT, "5df264b8f10fab7d2cad2f0a"), key))
                figures[f"KiB a call: GET, {name}"] = allocated(
                    jdk, process, lambda: expect(*send(connection, "GET", CALL, key)))
    return figures


def prepare(connection):
    """A team that may write, and its key."""
    for path, body in ((f"/admin/projects/{PROJECT}", {"name": "benchmark"}),
                       ("/admin/teams/benchmark", {"description": "measures"}),
                       (f"/admin/teams/benchmark/grants/{PROJECT}", {"role": "editor"})):
        expect(*send(connection, "PUT", path, ADMIN, body))
    created = expect(*send(connection, "POST", "/admin/teams/benchmark/keys", ADMIN, {"label": "benchmark"}))
    return json.loads(created)["key"]


def main():
    jdk = os.environ["JAVA_HOME"]
    libraries = os.path.abspath(sys.argv[1]) + "/app/lib"
    measured = []
    for layout in sys.argv[1:]:
        with tempfile.TemporaryDirectory() as work:
            measured.append(measure(os.path.abspath(layout), libraries, jdk, work))
    figures = measured[0]
    if "WRITE" in os.environ:
        with open(RELEASED, "w") as file:
            json.dump({"release": os.environ["WRITE"], "figures": figures}, file, indent=2)
            file.write("\n")
    if len(measured) > 1:
        name, others = "other", measured[1]
    else:
        with open(RELEASED) as file:
            released = json.load(file)
        name, others = released["release"], released["figures"]
    print(f"{'':46}{name:>8}{'now':>8}{'ratio':>8}")
    for what, now in figures.items():
        print(f"{what:46}{others[what]:8}{now:8}{now / others[what]:8.2f}")


if __name__ == "__main__":
    main()
