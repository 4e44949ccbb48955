"""Holds many requests open until each has been told that the endpoint is available. Run by scale.py.

Arguments: port, key, path, number. Each request may be held for 300 s. Prints, when all have been told or the time is up,
how many were told, the moments of the first and the last by the monotonic clock, and some of the refusals, as JSON.
"""
import asyncio
import json
import sys
import time

PORT, KEY, PATH, NUMBER = int(sys.argv[1]), sys.argv[2], sys.argv[3], int(sys.argv[4])
REQUEST = (f"GET {PATH} HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {KEY}\r\nPrefer: wait=300\r\n\r\n").encode()
TOLD = b'"connectionStatus":"AVAILABLE"'
CONNECTED_A_SECOND = 250
moments, failures = [], []


async def hold():
    try:
        reader, writer = await asyncio.open_connection("127.0.0.1", PORT)
        writer.write(REQUEST)
        seen = b""
        while TOLD not in seen:
            part = await reader.read(4096)
            if not part or not (seen or part.startswith(b"HTTP/1.1 200")):
                failures.append((seen + part)[-400:].decode(errors="replace"))
                writer.close()
                return
            seen = seen[-200:] + part
        moments.append(time.monotonic())
        writer.close()
    except OSError as e:
        failures.append(str(e))


async def main():
    requests = []
    for i in range(NUMBER):
        requests.append(asyncio.create_task(hold()))
        if i % 50 == 49:
            await asyncio.sleep(50 / CONNECTED_A_SECOND)
    await asyncio.wait(requests, timeout=290)
    print(json.dumps({"told": len(moments), "first": min(moments, default=0), "last": max(moments, default=0),
                      "failures": failures[:3]}))


asyncio.run(main())
