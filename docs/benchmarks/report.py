#!/usr/bin/env python3
"""Makes report.md from results.csv and machine.txt, all in the directory given."""

import csv
import statistics
import sys
from collections import defaultdict
from pathlib import Path

TITLES = {
    "nginx": "nginx, plain proxy, no authentication, no record",
    "gateway": "Linkgate",
    "direct": "direct digest client",
    "nginx-cache": "nginx with proxy_cache of 1 s",
    "gateway-shared": "Linkgate, reads shared for 1 s",
}


def medians(path):
    """Of the rounds, by (part, what, connections, delay)."""
    rows = defaultdict(lambda: defaultdict(list))
    with open(path, newline="") as lines:
        for row in csv.DictReader(lines):
            key = (row["part"], row["what"], int(row["connections"]), int(row["delay_ms"]))
            for field in ("calls", "errors", "calls_per_second", "p50_us", "p99_us", "trips_per_call"):
                rows[key][field].append(float(row[field]))
    found = {}
    for key, fields in rows.items():
        found[key] = {field: statistics.median(values) for field, values in fields.items()}
        found[key]["errors"] = sum(fields["errors"])
        found[key]["lowest"] = min(fields["calls_per_second"])
        found[key]["highest"] = max(fields["calls_per_second"])
    return found


def table(found, part, groups, comparisons):
    """groups: [(connections, delay)]; comparisons: [(column, with what, how)], each within the group."""
    columns = "".join(f" | {column}" for column, _, _ in comparisons)
    lines = [
        f"| connections | Atlas takes | what | calls/s (lowest to highest round){columns} | p50 ms | p99 ms"
        " | round trips a call | errors |",
        "|--:|--:|---|--:|--:|--:|--:|--:|" + "--:|" * len(comparisons),
    ]
    for connections, delay in groups:
        for key, values in found.items():
            if (key[0], key[2], key[3]) != (part, connections, delay):
                continue
            compared = ""
            for _, reference, how in comparisons:
                base = found.get((part, reference, connections, delay))
                compared += f" | {how(values, base)}" if base else " |"
            lines.append(
                f"| {connections} | {delay} ms | {TITLES[key[1]]} | {values['calls_per_second']:,.0f}"
                f" ({values['lowest']:,.0f} to {values['highest']:,.0f}){compared} | {values['p50_us'] / 1e3:.2f}"
                f" | {values['p99_us'] / 1e3:.2f} | {values['trips_per_call']:.3f} | {values['errors']:.0f} |"
            )
    return "\n".join(lines) + "\n"


def share(values, base):
    return f"{values['calls_per_second'] / base['calls_per_second']:.2f}" if base["calls_per_second"] else ""


SECTIONS = {
    "a": (
        "Through the gateway and through a plain proxy",
        "wrk reads one endpoint. The gateway authenticates the caller by its key, checks its role, shows Atlas the"
        " API key over HTTP Digest, and answers when the record of the call is durable; reads are not shared. nginx"
        " (one worker) forwards the same resource from the same simulator, which lets it in without a key. The share"
        " is of nginx.",
        [("share", "nginx", share)],
    ),
    "b": (
        "Against a direct digest client",
        "32 callers read one endpoint. The direct client does what a team's script with an Atlas key does: a"
        " challenge and its answer, two round trips at each call, over connections that stay open. The gateway's"
        " callers are the same load generator with a bearer token. Atlas takes the time given for each answer,"
        " challenges included. The share is of the direct client.",
        [("share", "direct", share)],
    ),
    "c": (
        "Shared reads",
        "As the first, with `linkgate.reads.max-age=1s`; each call is still authorized and recorded. Beside it nginx as"
        " in the first, which asks Atlas each time, and nginx with a cache, which keeps an answer for a second, for"
        " everybody. Fewer than one round trip a call is the sharing.",
        [("share of the plain proxy", "nginx", share), ("share of the cache", "nginx-cache", share)],
    ),
}


def main(directory):
    found = medians(directory / "results.csv")
    machine = (directory / "machine.txt").read_text().strip()
    text = [
        "# Benchmarks\n",
        "Made by docs/benchmarks/run.sh: medians of the rounds, everything on the loopback interface of one machine, load"
        " generator and simulated Atlas (a process of its own) included.\n",
    ]
    if "smoke: 1" in machine:
        text.append("**A trial of the script, with short rounds on a busy machine: not figures to rely on.**\n")
    for part, (title, prose, comparisons) in SECTIONS.items():
        groups = sorted({(key[2], key[3]) for key in found if key[0] == part}, key=lambda group: group[::-1])
        if not groups:
            continue
        text += [f"## {title}\n", f"{prose}\n"]
        text.append(table(found, part, groups, comparisons))
    text += ["## Where and when\n", "```text", machine, "```\n"]
    (directory / "report.md").write_text("\n".join(text))


main(Path(sys.argv[1]))
