#!/usr/bin/env python3
"""Chat beside 100 upserts a second, and how soon another instance answers with an upsert.

    Benchmarks/order_upserts.py [PARLEY] [SECONDS]

Two instances of one database: one takes the upserts and the chat, the other is asked for what was just written. Quiet and
busy take turns, so that other load on the machine falls on both. Whoever upserts is a process of its own, so that the one that
measures shares no interpreter with it.
"""
import http.client
import json
import multiprocessing
import os
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import time


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Client:
    def __init__(self, port):
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)

    def call(self, method, path, body):
        self.connection.request(method, path, json.dumps(body),
                                {"Content-Type": "application/json", "Authorization": "Bearer token"})
        return json.loads(self.connection.getresponse().read())

    def chat(self, message, context=None):
        return self.call("POST", "/v1/chat", {"message": message, **({"context": context} if context else {})})


def put(client, number, status):
    body = {"number": str(number), "email": "owner@example.com", "status": status}
    assert client.call("PUT", f"/v1/orders/{number}", body) == {"upserted": 1}


def quantile(times, share):
    return sorted(times)[min(len(times) - 1, int(len(times) * share))]


def chat_times(port, seconds):
    client, times, end = Client(port), [], time.monotonic() + seconds
    while time.monotonic() < end:
        began = time.perf_counter()
        client.chat("how do I return a lamp?")
        times.append((time.perf_counter() - began) * 1e6)
    return times


def upserts(port, stop, first, written):
    """A quarter of 100 a second: each waits for its commit."""
    client, count, began = Client(port), 0, time.monotonic()
    while not stop.is_set():
        put(client, first + count % 1000, ["paid", "shipped"][count // 1000 % 2])
        count += 1
        time.sleep(max(0, began + count / 25 - time.monotonic()))
    written.put(count)


def until_seen(ports):
    """Milliseconds from the answer to a PUT on one instance until the other shows the new status."""
    writer, reader, waits = Client(ports[0]), Client(ports[1]), []
    for index in range(20):
        number = 800000 + index
        put(writer, number, "shipped")
        began = time.perf_counter()
        while True:
            asked = reader.chat(f"where is my order #{number}?")
            if reader.chat("owner@example.com", asked["context"])["reply"]["cards"]:
                break
            assert time.perf_counter() - began < 5
        waits.append((time.perf_counter() - began) * 1000)
    return waits


def main():
    binary = os.path.abspath(sys.argv[1] if len(sys.argv) > 1 else ".build/release/parley")
    seconds = float(sys.argv[2]) if len(sys.argv) > 2 else 3
    folder, servers = tempfile.mkdtemp(prefix="parley-upserts-"), []
    database = os.path.join(folder, "db")
    try:
        subprocess.run([binary, "import", "shop", "Data", "--db", database], check=True, capture_output=True)
        ports = [free_port(), free_port()]
        for port in ports:
            servers.append(subprocess.Popen(
                [binary, "serve", "--db", database, "--listen", f"127.0.0.1:{port}", "--threads", "1", "--quiet"],
                env={**os.environ, "PARLEY_API_TOKEN": "token"}, stderr=subprocess.DEVNULL))
        for port in ports:
            for _ in range(600):
                try:
                    Client(port).chat("hello")
                    break
                except OSError:
                    time.sleep(0.05)
        waits = until_seen(ports)
        print(f"seen by the other instance: median {statistics.median(waits):.1f} ms, at most {max(waits):.1f} ms")
        quiet, busy = [], []
        for _ in range(4):
            quiet += chat_times(ports[0], seconds)
            stop, written = multiprocessing.Event(), multiprocessing.Queue()
            writers = [multiprocessing.Process(target=upserts, args=(ports[0], stop, 700000 + 1000 * index, written))
                       for index in range(4)]
            began = time.monotonic()
            for writer in writers:
                writer.start()
            busy += chat_times(ports[0], seconds)
            stop.set()
            count = sum(written.get() for _ in writers)
            for writer in writers:
                writer.join()
            print(f"upserts a second {count / (time.monotonic() - began):.0f}")
        for name, times in (("quiet", quiet), ("with upserts", busy)):
            print(f"{name}: {len(times)} turns, p50 {quantile(times, 0.5):.0f} us, p99 {quantile(times, 0.99):.0f} us")
        print(f"p99 grows {quantile(busy, 0.99) / quantile(quiet, 0.99):.2f} x")
    finally:
        for server in servers:
            server.terminate()
            server.wait()
        shutil.rmtree(folder)


if __name__ == "__main__":
    main()
