#!/usr/bin/env python3
"""A team's calls over TLS, and handshakes of a stranger beside them; docs/attacks/README.md has the figures.

    handshakes.py PORT CERTIFICATE KEY SECONDS [CONNECTIONS]

From 127.0.0.2, 20 calls a second with the API key KEY to https://localhost:PORT, whose CERTIFICATE is in that PEM file, half of them on
new connections. Of each the time counts from when it is due. From 127.0.0.3, meanwhile, up to CONNECTIONS connections, 680 unless given:
each sends its part of a handshake, so that the server does its own, and is gone after 5 s; 160 new ones a second. Ends with 1 if a call
failed.
"""
import collections
import http.client
import selectors
import socket
import ssl
import sys
import threading
import time

CALLERS, INTERVAL = 4, 0.2
PER_SECOND, LIFE = 160, 5.0


def main(port, certificate, key, seconds, connections=680):
    end = time.monotonic() + seconds
    calls, strangers = [], collections.Counter()
    threads = [threading.Thread(target=work, args=(port, certificate, key, end, number, calls)) for number in range(CALLERS)]
    if connections:
        threads.append(threading.Thread(target=attack, args=(port, end, connections, strangers)))
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    took = sorted(took for took, _ in calls)
    failed = collections.Counter(failure for _, failure in calls if failure)
    print(f"{len(took)} calls, p50 {took[len(took) // 2] * 1e3:.0f} ms, p99 {took[len(took) * 99 // 100] * 1e3:.0f} ms,"
          f" failed: {dict(failed) or 'none'}; strangers: {dict(strangers)}", flush=True)
    if connections and strangers["opened"] < min(connections, PER_SECOND * seconds / 2):
        sys.exit("The attack was too weak")
    sys.exit(1 if failed else 0)


def work(port, certificate, key, end, number, calls):
    tls = ssl.create_default_context(cafile=certificate)
    kept = number % 2 == 0
    due = time.monotonic() + INTERVAL * number / CALLERS
    connection = None
    while due < end:
        time.sleep(max(0.0, due - time.monotonic()))
        failure = ""
        try:
            if connection is None:
                connection = http.client.HTTPSConnection(
                    "localhost", port, timeout=30, source_address=("127.0.0.2", 0), context=tls)
            connection.request("GET", "/projects", headers={"Authorization": f"Bearer {key}"})
            answer = connection.getresponse()
            answer.read()
            failure = "" if answer.status == 200 else str(answer.status)
        except (OSError, http.client.HTTPException) as e:
            failure = type(e).__name__
        if failure or not kept:
            connection.close()
            connection = None
        calls.append((time.monotonic() - due, failure))
        due += INTERVAL


def hello():
    """The first bytes of a client, always the same."""
    out = ssl.MemoryBIO()
    tls = ssl.create_default_context().wrap_bio(ssl.MemoryBIO(), out, server_hostname="localhost")
    try:
        tls.do_handshake()
    except ssl.SSLWantReadError:
        return out.read()


def attack(port, end, connections, seen):
    """Each is closed when its time is over, or as soon as the server has closed it."""
    first = hello()
    open_until = {}
    start = time.monotonic()
    begun = 0
    with selectors.DefaultSelector() as selector:
        def hang_up(stranger):
            selector.unregister(stranger)
            del open_until[stranger]
            stranger.close()

        while (now := time.monotonic()) < end:
            while begun < (now - start) * PER_SECOND and len(open_until) < connections:
                stranger = socket.socket()
                stranger.setblocking(False)
                stranger.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
                stranger.bind(("127.0.0.3", 0))
                stranger.connect_ex(("127.0.0.1", port))
                selector.register(stranger, selectors.EVENT_WRITE)
                open_until[stranger] = now + LIFE
                begun += 1
            begun = max(begun, int((now - start) * PER_SECOND) - PER_SECOND)
            for ready, event in selector.select(0.01):
                stranger = ready.fileobj
                try:
                    if event & selectors.EVENT_WRITE:
                        stranger.send(first)
                        seen["opened"] += 1
                        selector.modify(stranger, selectors.EVENT_READ)
                    elif stranger.recv(65536):
                        seen["answered"] += 1
                    else:
                        raise ConnectionResetError
                except OSError:
                    seen["closed by the server"] += 1
                    hang_up(stranger)
            for stranger in [stranger for stranger, until in open_until.items() if until <= now]:
                seen["gone"] += 1
                hang_up(stranger)
        for stranger in list(open_until):
            hang_up(stranger)


if __name__ == "__main__":
    main(int(sys.argv[1]), sys.argv[2], sys.argv[3], float(sys.argv[4]), *map(int, sys.argv[5:]))
