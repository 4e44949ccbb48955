"""Prints what each room of the gateway takes of a call, in processor time and bytes, in the layout of the image.

    docs/benchmarks/rooms.py LAYOUT    a directory of src/main/docker/layout.sh

JAVA_HOME names a JDK 25, whose `jdk.CPUTimeSample` it needs.

Calls go one after the other over one connection; Atlas is another process. A sample counts for the room of its innermost
frame of the gateway's, with what that calls, and for a library only if there is none; Rooms.java has the rule. Shares of
samples are shown as parts of what a call takes as a whole: processor time of all threads, compilers included, and the bytes
that costs.py counts.
"""
import http.client
import itertools
import os
import subprocess
import sys
import tempfile

from costs import CALL, PROJECT, allocated, prepare, simulated_atlas
from gateways import expect, gateway, processor_seconds, send

ENDPOINTS = CALL.rpartition("/")[0]
WARM_UP = 4000
# So few that the young generation is not collected meanwhile.
ALLOCATING = 10

# An allocation is sampled when a thread's part of the young generation, here a small one, is used up.
OPTIONS = "-XX:TLABSize=4k -XX:-ResizeTLAB"
SETTINGS = """<?xml version="1.0" encoding="UTF-8"?>
<configuration version="2.0">
  <event name="jdk.CPUTimeSample">
    <setting name="enabled">true</setting><setting name="throttle">4ms</setting>
  </event>
  <event name="jdk.ObjectAllocationSample">
    <setting name="enabled">true</setting><setting name="throttle">100000/s</setting>
  </event>
</configuration>
"""


def kinds(connection, key, max_age):
    """Gives names of calls, the calls, and how many of them are sampled. What is added is removed, so that links stay small."""
    new = (f"vpce-{number:017x}" for number in itertools.count(0xA000_0000_0000))
    if max_age != "0s":
        yield "shared GET", lambda: expect(*send(connection, "GET", CALL, key)), 6000
        return
    yield "GET", lambda: expect(*send(connection, "GET", CALL, key)), 6000
    yield "refused", lambda: send(connection, "GET", CALL.replace(PROJECT, "5df264b8f10fab7d2cad2f0a"), key), 6000

    def add_and_remove():
        name = next(new)
        expect(*send(connection, "POST", ENDPOINTS, key, {"interfaceEndpointId": name}))
        expect(*send(connection, "DELETE", f"{ENDPOINTS}/{name}", key))

    yield "POST and DELETE", add_and_remove, 1000


def sample(jdk, process, call, calls, work):
    """Gives the processor time of a call in us, and of each room the shares of processor time and bytes."""
    def jcmd(*command):
        subprocess.run([f"{jdk}/bin/jcmd", str(process.pid), *command], stdout=subprocess.DEVNULL, check=True)

    jcmd("JFR.start", "name=rooms", f"settings={work}/settings.jfc")
    before = processor_seconds(process.pid)
    for _ in range(calls):
        call()
    micros = (processor_seconds(process.pid) - before) * 1e6 / calls
    jcmd("JFR.stop", "name=rooms", f"filename={work}/recording.jfr")
    here = os.path.dirname(os.path.abspath(__file__))
    lines = subprocess.run([f"{jdk}/bin/java", f"{here}/Rooms.java", f"{work}/recording.jfr"], stdout=subprocess.PIPE,
                           text=True, check=True).stdout.splitlines()
    return micros, {room: (float(time), float(memory)) for room, time, memory in map(str.split, lines)}


def measure(layout, jdk, work):
    with open(f"{work}/settings.jfc", "w") as file:
        file.write(SETTINGS)
    measured = {}
    with simulated_atlas(jdk, f"{layout}/app/lib", work) as (atlas, _):
        for max_age in ("0s", "1h"):
            with gateway([f"{layout}/run"], f"{work}/data-{max_age}", atlas, f"{work}/log", max_age=max_age,
                         JAVA_TOOL_OPTIONS=OPTIONS) as (process, port, _):
                connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
                key = prepare(connection)
                for name, call, calls in kinds(connection, key, max_age):
                    for _ in range(min(WARM_UP, calls)):
                        call()
                    micros, shares = sample(jdk, process, call, calls, work)
                    measured[name] = micros, allocated(jdk, process, call, ALLOCATING), shares
    return measured


def main():
    with tempfile.TemporaryDirectory() as work:
        measured = measure(os.path.abspath(sys.argv[1]), os.environ["JAVA_HOME"], work)
    print("| room |" + "".join(f" {name}, us | KiB |" for name in measured))
    print("|---|" + "--:|--:|" * len(measured))
    rooms = sorted({room for _, _, shares in measured.values() for room in shares})
    for room in rooms:
        cells = ((micros, kib, *shares.get(room, (0, 0))) for micros, kib, shares in measured.values())
        print(f"| {room} |" + "".join(f" {micros * time:.0f} | {kib * memory:.1f} |" for micros, kib, time, memory in cells))
    print("| all |" + "".join(f" {micros:.0f} | {kib} |" for micros, kib, _ in measured.values()))


main()
