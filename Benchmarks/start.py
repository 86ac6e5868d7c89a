#!/usr/bin/env python3
"""Start to ready, and resident memory after 100,000 requests: Benchmarks/start.py DB [REQUESTS]

Starts the release binary on a free loopback port five times and times the first answer of /readyz; then sends the
messages of the evaluation file over keep-alive connections and reads VmRSS.
"""
import csv
import http.client
import json
import pathlib
import socket
import subprocess
import sys
import time

ROOT = pathlib.Path(__file__).resolve().parent.parent
BINARY = ROOT / ".build/release/parley"


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def start(database):
    port = free_port()
    begun = time.perf_counter()
    process = subprocess.Popen([BINARY, "serve", "--db", database, "--listen", f"127.0.0.1:{port}", "--threads", "2"],
                               stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    while True:
        try:
            connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
            connection.request("GET", "/readyz")
            if connection.getresponse().status == 200:
                return process, port, (time.perf_counter() - begun) * 1000
        except OSError:
            time.sleep(0.001)


def main():
    database, requests = sys.argv[1], int(sys.argv[2]) if len(sys.argv) > 2 else 100_000
    times = []
    for _ in range(5):
        process, port, spent = start(database)
        times.append(spent)
        process.kill()
        process.wait()
    print("start to ready, ms:", " ".join(f"{t:.0f}" for t in sorted(times)))
    process, port, _ = start(database)
    try:
        with open(ROOT.parent / "shared/data/bitext_8k/dev.csv", encoding="utf-8") as source:
            bodies = [json.dumps({"message": row["utterance"]}) for row in csv.DictReader(source)]
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
        for number in range(requests):
            connection.request("POST", "/v1/chat", bodies[number % len(bodies)], {"Content-Type": "application/json"})
            answer = connection.getresponse()
            answer.read()
            assert answer.status == 200, answer.status
        status = pathlib.Path(f"/proc/{process.pid}/status").read_text()
        print(f"after {requests} requests:", *(line.replace("\t", " ") for line in status.splitlines()
                                               if line.startswith(("VmRSS", "RssAnon"))), sep="\n  ")
    finally:
        process.terminate()
        process.wait()


main()
