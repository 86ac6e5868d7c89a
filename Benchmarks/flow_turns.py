#!/usr/bin/env python3
"""Processor time of a whole request: a turn in the middle of a flow against turns that the FAQ answers.

    Benchmarks/flow_turns.py DB [ROUNDS] [PARLEY]

DB holds the starter store with its demo orders. One thread of the server, one connection; user and system time of the
server's process, 2,000 requests of a kind a round, the kinds in turns. `anew` are questions that never came before, byte
for byte: the same words with other spaces between them.
"""
import http.client
import itertools
import json
import os
import pathlib
import socket
import subprocess
import sys
import time

ROOT = pathlib.Path(__file__).resolve().parent.parent
REQUESTS = 2_000
QUESTIONS = ["how much is delivery to belgium?", "can i pay with paypal?", "what are your opening hours?",
             "how long is the warranty?", "do you deliver to switzerland?", "how do i oil a table?"]
SCRIPT = ["my lamp arrived broken", "#1042", "anna@example.com", "the lamp has a crack in it", "hmm", "a new one please"]


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Server:
    def __init__(self, binary, database):
        port = free_port()
        self.process = subprocess.Popen(
            [binary, "serve", "--db", database, "--listen", f"127.0.0.1:{port}", "--threads", "1"],
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        self.http = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
        for _ in range(200):
            try:
                self.http.request("GET", "/readyz")
                self.http.getresponse().read()
                return
            except OSError:
                self.http.close()
                time.sleep(0.05)
        sys.exit("flow_turns.py: the server did not start")

    def chat(self, message, context):
        body = json.dumps({"message": message, "context": context} if context else {"message": message})
        self.http.request("POST", "/v1/chat", body, {"Content-Type": "application/json"})
        answer = self.http.getresponse()
        text = answer.read()
        if answer.status != 200:
            sys.exit(f"flow_turns.py: {answer.status} {text[:200]}")
        return text

    def seconds(self):
        fields = pathlib.Path(f"/proc/{self.process.pid}/stat").read_text().rsplit(") ", 1)[1].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def micros(self, turns):
        before = self.seconds()
        for message, context in itertools.islice(turns, REQUESTS):
            self.chat(message, context)
        return (self.seconds() - before) / REQUESTS * 1e6


def spaced(context):
    """Questions with ever other spaces between their words."""
    for number in itertools.count(1):
        first, *rest = QUESTIONS[number % len(QUESTIONS)].split(" ")
        widths = [1 + (number >> 2 * place) % 4 for place in range(len(rest))]
        yield first + "".join(" " * width + word for width, word in zip(widths, rest)) + " " * (number >> 8), context


def main():
    database, rounds = sys.argv[1], int(sys.argv[2]) if len(sys.argv) > 2 else 3
    server = Server(sys.argv[3] if len(sys.argv) > 3 else ROOT / ".build/release/parley", database)
    try:
        hello = json.loads(server.chat("hello", None))["context"]
        answers, context = [], None
        for message in SCRIPT:
            answers.append((message, context))
            reply = json.loads(server.chat(message, context))
            if reply["intent"]["name"] != "damaged_item":
                sys.exit("flow_turns.py: this needs the starter store, with its order #1042")
            context = reply["context"]
        kinds = {"faq, anew": spaced(hello), "faq, again": itertools.cycle([(q, hello) for q in QUESTIONS]),
                 "flow": itertools.cycle(answers[1:])}
        for turns in kinds.values():
            server.micros(turns)
        sums = dict.fromkeys(kinds, 0.0)
        for _ in range(rounds):
            for kind, turns in kinds.items():
                sums[kind] += server.micros(turns) / rounds
        for kind, micros in sums.items():
            print(f"{kind:<12}{micros:7.1f} us CPU a request")
        for kind in ("faq, anew", "faq, again"):
            print(f"flow against {kind}: {sums['flow'] / sums[kind]:.2f} x")
    finally:
        server.process.kill()
        server.process.wait()


if __name__ == "__main__":
    main()
