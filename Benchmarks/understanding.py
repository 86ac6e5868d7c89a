#!/usr/bin/env python3
"""Time what understanding costs: examples against the peer, rules by their number, building and loading.

usage: understanding.py PARLEY TRAIN.csv DEV.csv [PEER]

TRAIN and DEV are `utterance,intent`; PEER is svm_intents.py, run with $PEER_PYTHON in turns with Parley. Stores of many
rules come from make_rules.py. Times of Parley are processor time; of builds also the clock's.
"""
import json
import os
import pathlib
import resource
import subprocess
import sys
import tempfile
import time

ROUNDS = 3
# The peer times itself by the clock; processor time is as fair to it on a machine that others use too.
PEER_RUN = "import runpy, sys, time; time.perf_counter = time.process_time; del sys.argv[0]; runpy.run_path(sys.argv[0])"


def run(*command):
    """What a command printed, its processor time and its time by the clock, in seconds."""
    before, begun = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    done = subprocess.run(command, capture_output=True, text=True)
    spent = time.perf_counter() - begun
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    if done.returncode:
        sys.exit(f"{command}: {done.stderr}")
    return done.stdout, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime, spent


def best(rows):
    """Of several runs the least of each figure: the rest was the machine's."""
    return {name: min(row[name] for row in rows) for name in rows[0]}


def main():
    parley, train, dev = sys.argv[1:4]
    peer = sys.argv[4] if len(sys.argv) > 4 else None
    here = pathlib.Path(__file__).parent
    print("load before:", *[round(load, 1) for load in os.getloadavg()])
    with tempfile.TemporaryDirectory() as work:
        db = f"{work}/examples"
        _, cpu, clock = run(parley, "import", "intents", train, "--db", db)
        print(f"examples: built in {cpu:.1f} s of processor time, {clock:.1f} s by the clock")
        own, other = [], []
        for _ in range(ROUNDS):
            found = json.loads(run(parley, "eval", "intents", dev, "--db", db, "--json")[0])
            own.append(found["micros_per_message"])
            if peer and len(other) < 1:
                python = os.environ.get("PEER_PYTHON", "python3")
                other.append(json.loads(run(python, "-c", PEER_RUN, peer, train, dev)[0]))
        print(f"a message: Parley {min(own)} us of {own}, accuracy {found['accuracy']}")
        if other:
            print(f"a message: peer {other[0]['micros_per_message']} us, accuracy {other[0]['accuracy']}")
            print(f"Parley takes {min(own) / other[0]['micros_per_message']:.3f} of it")
        rules = {}
        for count in (100, 500, 10_000):
            db, source = f"{work}/{count}", f"{work}/{count}.yaml"
            pathlib.Path(source).write_text(run(sys.executable, here / "make_rules.py", str(count), "3000")[0])
            run(parley, "import", "intents", source, "--db", db)
            rows = [json.loads(run(parley, "bench", "rules", "--db", db, "--json")[0]) for _ in range(5)]
            rules[count] = best(rows)
            print(f"{count} rules:", json.dumps(rules[count]))
        print(f"growth from 100 to 10,000 rules: {rules[10_000]['rules_us'] / rules[100]['rules_us']:.2f} x")
        for count in rules:
            row = rules[count]
            print(f"{count} rules, nothing matches against one does: {row['rules_miss_us'] / row['rules_hit_us']:.2f} x")
        db, source = f"{work}/large", f"{work}/large.yaml"
        pathlib.Path(source).write_text(run(sys.executable, here / "make_rules.py", "10000", "15000")[0])
        _, cpu, clock = run(parley, "import", "intents", source, "--db", db)
        print(f"10,000 rules and 15,000 examples: built in {cpu:.1f} s of processor time, {clock:.1f} s by the clock")
        tiny = f"{work}/tiny"
        pathlib.Path(f"{work}/tiny.csv").write_text("utterance,intent\nhello,a\nbye,b\n")
        run(parley, "import", "intents", f"{work}/tiny.csv", "--db", tiny)
        asked = {}
        for name, path in (("tiny", tiny), ("large", db)):
            run(parley, "ask", "hello", "--db", path)
            asked[name] = min(run(parley, "ask", "hello", "--db", path)[1] for _ in range(7))
        print(
            f"loading it: {1000 * (asked['large'] - asked['tiny']):.0f} ms of processor time "
            f"(ask {1000 * asked['large']:.0f}, on two examples {1000 * asked['tiny']:.0f})")
    print("load after:", *[round(load, 1) for load in os.getloadavg()])


main()
