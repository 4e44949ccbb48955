"""Starts gateways of several layouts in turn, measures them, and writes OUT/start.csv and OUT/start.md. Run by start.sh.

Standard input has a layout a line: its name, what it is, its size in MB, and its command, with tabs between them.
The environment gives OUT and WORK (directories), ROUNDS, PACED_SECONDS (of calls at a fixed rate), and commands: FAR and
NEAR start a simulated Atlas 20 ms away and one on this machine, FULL is a load, which takes the address and prints the
line of LoadGenerator.
"""
import csv
import http.client
import json
import os
import shlex
import shutil
import statistics
import subprocess
import sys
import time

from gateways import ADMIN, expect, gateway, paced, processor_seconds, resident, send, simulator

PROJECT, LINK, ENDPOINT = "64b7f0c2a91d3e5f60718293", "64b7f1d8a91d3e5f60718301", "vpce-0b9c5701325cb15dd"
CALL = f"/projects/{PROJECT}/links/{LINK}/endpoints/{ENDPOINT}"
WORK = os.environ["WORK"]
CALLS, CALLS_A_SECOND, IDLE_SECONDS = 40, 150, 20


def prepare(name, command, atlases):
    """Makes a layout's data directory with a team, warms up the simulated Atlases, and gives the team's key."""
    data = f"{WORK}/prepared-{name}"
    with gateway(command, data, atlases[0], f"{WORK}/prepare.log") as (_, port, _):
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        for path, body in ((f"/admin/projects/{PROJECT}", {"name": "benchmark"}),
                           ("/admin/teams/benchmark", {"description": "measures"}),
                           (f"/admin/teams/benchmark/grants/{PROJECT}", {"role": "viewer"})):
            expect(*send(connection, "PUT", path, ADMIN, body))
        created = expect(*send(connection, "POST", "/admin/teams/benchmark/keys", ADMIN, {"label": "benchmark"}))
    key = json.loads(created)["key"]
    for atlas in atlases:
        with gateway(command, data, atlas, f"{WORK}/prepare.log") as (_, port, _):
            connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
            for _ in range(500):
                expect(*send(connection, "GET", CALL, key))
    return key


def copy_of_prepared(name):
    data = f"{WORK}/data"
    shutil.rmtree(data, ignore_errors=True)
    shutil.copytree(f"{WORK}/prepared-{name}", data)
    return data


def full_load(port, key):
    """Gives calls a second."""
    output = subprocess.run(shlex.split(os.environ["FULL"]) + [f"http://127.0.0.1:{port}{CALL}"],
                            env={**os.environ, "LOAD_SECRET": key}, stdout=subprocess.PIPE, text=True, check=True).stdout
    _, errors, rate = output.split(",")[:3]
    if errors != "0":
        sys.exit(f"the load met errors: {output}")
    return float(rate)


def measure_start(name, command, atlas, key, log):
    with gateway(command, copy_of_prepared(name), atlas, log) as (process, port, ready):
        at_ready = processor_seconds(process.pid)
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        millis = []
        for _ in range(CALLS):
            begun = time.monotonic()
            expect(*send(connection, "GET", CALL, key))
            millis.append((time.monotonic() - begun) * 1000)
        before = processor_seconds(process.pid)
        waited = paced(port, key, CALLS_A_SECOND, int(os.environ["PACED_SECONDS"]), "GET", lambda: CALL)
        after = processor_seconds(process.pid)
        used = resident(process.pid)
        time.sleep(IDLE_SECONDS)
        idle = processor_seconds(process.pid) - after
        return {"ready_ms": round(ready * 1000), "ready_cpu_ms": round(at_ready * 1000), "first_call_ms": round(millis[0]),
                "median_call_ms": round(statistics.median(millis), 1), "p50_ms": round(statistics.median(waited), 1),
                "p99_ms": round(waited[len(waited) * 99 // 100], 1),
                "call_cpu_ms": round((after - before) * 1000 / len(waited), 2),
                "resident_mb": round(used), "idle_percent": round(idle * 100 / IDLE_SECONDS, 2)}


def measure_full_load(name, command, atlas, key, log):
    with gateway(command, copy_of_prepared(name), atlas, log) as (_, port, _):
        return {"calls_per_second": round(full_load(port, key))}


def report(layouts, results):
    """One row a layout, with the medians of its rounds."""
    def median(name, figure):
        return statistics.median(result[figure] for result in results[name] if figure in result)

    yield f"# Start and footprint\n\n{os.environ['CONDITIONS']}\n\n"
    yield ("| layout | size | ready | CPU time until ready | first call | median of the first 40 calls"
           f" | p50, p99 at {CALLS_A_SECOND} calls/s | CPU time of a call | resident after them | CPU when idle"
           " | at full load |\n|---|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|\n")
    for name, description, size, _ in layouts:
        yield (f"| {description} | {size} MB | {median(name, 'ready_ms') / 1000:.2f} s"
               f" | {median(name, 'ready_cpu_ms') / 1000:.2f} s | {median(name, 'first_call_ms'):.0f} ms"
               f" | {median(name, 'median_call_ms'):.1f} ms | {median(name, 'p50_ms'):.1f}, {median(name, 'p99_ms'):.1f} ms"
               f" | {median(name, 'call_cpu_ms'):.2f} ms | {median(name, 'resident_mb'):.0f} MB"
               f" | {median(name, 'idle_percent'):.2f} %"
               f" | {median(name, 'calls_per_second'):.0f} calls/s |\n")


def main():
    layouts = [line.rstrip("\n").split("\t") for line in sys.stdin]
    results = {name: [] for name, *_ in layouts}
    out = os.environ["OUT"]
    with (simulator(os.environ["FAR"], f"{WORK}/far.log") as (far, _), simulator(os.environ["NEAR"], f"{WORK}/near.log") as (near, _),
          open(f"{out}/start.csv", "w", newline="") as file):
        keys = {name: prepare(name, shlex.split(command), (far, near)) for name, _, _, command in layouts}
        rows = csv.writer(file, lineterminator="\n")
        for turn in range(1, int(os.environ["ROUNDS"]) + 1):
            for name, _, _, command in layouts:
                result = measure_start(name, shlex.split(command), far, keys[name], f"{WORK}/{name}.log")
                if turn <= int(os.environ["FULL_ROUNDS"]):
                    result |= measure_full_load(name, shlex.split(command), near, keys[name], f"{WORK}/{name}-full.log")
                if not any(results.values()):
                    rows.writerow(["layout", "round", *result])
                results[name].append(result)
                rows.writerow([name, turn, *result.values()])
                print(f"round {turn}, {name}: {result}", flush=True)
    with open(f"{out}/start.md", "w") as file:
        file.writelines(report(layouts, results))


main()
