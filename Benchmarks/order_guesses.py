#!/usr/bin/env python3
"""Guesses at orders 10,000 times and looks whether the answers tell anything.

    Benchmarks/order_guesses.py [PARLEY] [GUESSES]

Three kinds take turns: a right number with a wrong e-mail, a number nobody has, and a number that is locked. Each guess is a
conversation of its own from an address of its own (X-Forwarded-For behind --trust-proxy), so that only the locked kind is
locked. Prints hits, how many different replies there were (the token and the conversation's id left out), and the median
time of each kind.
"""
import http.client
import json
import os
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import time

ORDERS = 4_000


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Client:
    def __init__(self, port):
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)

    def chat(self, message, address, context=None):
        body = {"message": message}
        if context:
            body["context"] = context
        began = time.perf_counter_ns()
        self.connection.request("POST", "/v1/chat", json.dumps(body),
                                {"Content-Type": "application/json", "X-Forwarded-For": address})
        reply = json.loads(self.connection.getresponse().read())
        return reply, (time.perf_counter_ns() - began) / 1000


def main():
    binary = os.path.abspath(sys.argv[1] if len(sys.argv) > 1 else ".build/release/parley")
    guesses = int(sys.argv[2]) if len(sys.argv) > 2 else 10_000
    folder = tempfile.mkdtemp(prefix="parley-guesses-")
    database = os.path.join(folder, "db")
    server = None
    try:
        subprocess.run([binary, "import", "shop", "Data", "--db", database], check=True, capture_output=True)
        orders = os.path.join(folder, "orders.jsonl")
        with open(orders, "w", encoding="utf-8") as file:
            for index in range(ORDERS):
                file.write(json.dumps({"number": f"{500000 + index}", "email": f"owner{index}@example.com", "status": "shipped"}) + "\n")
        subprocess.run([binary, "import", "orders", orders, "--db", database], check=True, capture_output=True)
        port = free_port()
        server = subprocess.Popen([binary, "serve", "--db", database, "--listen", f"127.0.0.1:{port}", "--threads", "1", "--quiet",
                                   "--trust-proxy", "127.0.0.1/32"], stderr=subprocess.DEVNULL)
        wait_for(port)
        report(run(Client(port), guesses))
    finally:
        if server:
            server.terminate()
            server.wait()
        shutil.rmtree(folder)


def wait_for(port):
    for _ in range(600):
        try:
            Client(port).chat("hello", "10.255.255.254")
            return
        except OSError:
            time.sleep(0.05)
    sys.exit("order_guesses.py: the server does not answer")


def run(client, guesses):
    def address(index):
        return f"10.{index >> 16 & 255}.{index >> 8 & 255}.{index & 255}"

    def guess(number, index):
        asked, _ = client.chat(f"where is my order #{number}?", address(index))
        return client.chat("somebody.else@example.net", address(index), asked["context"])

    locked = 500000 + ORDERS - 1
    for index in range(30):
        guess(locked, 0xF00000 + index)
    kinds = {"wrong e-mail": [], "unknown number": [], "locked": []}
    replies, hits = set(), 0
    for index in range(guesses):
        kind = list(kinds)[index % 3]
        number = {"wrong e-mail": 500000 + index % (ORDERS - 100), "unknown number": 900000 + index, "locked": locked}[kind]
        reply, micros = guess(number, index)
        hits += len(reply["reply"]["cards"])
        for key in ("context", "conversation"):
            reply.pop(key)
        replies.add(json.dumps(reply, sort_keys=True))
        kinds[kind].append(micros)
    return hits, replies, kinds


def report(result):
    hits, replies, kinds = result
    print(f"hits {hits}")
    print(f"different replies {len(replies)}")
    medians = {kind: statistics.median(times) for kind, times in kinds.items()}
    for kind, median in medians.items():
        print(f"{kind}: {len(kinds[kind])} guesses, median {median:.1f} us")
    print(f"medians differ by {max(medians.values()) - min(medians.values()):.1f} us")


if __name__ == "__main__":
    main()
