#!/usr/bin/env python3
"""How soon a running server answers with a change of one intent, with a rollback, and with --entry of one FAQ entry.

    Benchmarks/live_switch.py PARLEY DATABASE [--entry]

DATABASE is copied, and should hold intents and a large FAQ. Seconds are from the start of the command until the server's replies
carry the new revision; processor seconds are those of the command.
"""
import os
import shutil
import subprocess
import sys
import tempfile
import threading
import time

from order_upserts import Client, free_port

EXAMPLES = """intents:
  zebra_question:
    rules: ['zebras? {EXTRA}']
    examples: [do you have zebras, where are the zebras, sell me a zebra {EXTRA}]
    replies: ['Zebras are striped.']
"""
RULES = """intents:
  okapi_question:
    rules: ['okapis? {EXTRA}']
    replies: ['Okapis are striped too.']
"""


def main():
    if len(sys.argv) < 3:
        sys.exit(__doc__)
    parley = os.path.abspath(sys.argv[1])
    folder = tempfile.mkdtemp(prefix="parley-switch-")
    database, port = os.path.join(folder, "db"), free_port()
    shutil.copytree(sys.argv[2], database)
    server = subprocess.Popen([parley, "serve", "--db", database, "--listen", f"127.0.0.1:{port}", "--threads", "1", "--quiet"],
                              stderr=subprocess.DEVNULL)
    try:
        for _ in range(1200):
            try:
                live = Client(port).chat("hello")["revision"]
                break
            except OSError:
                time.sleep(0.05)

        def measure(name, *arguments):
            nonlocal live
            began, done = time.monotonic(), {}

            def run():
                process = subprocess.Popen([parley, *arguments, "--db", database], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
                _, status, usage = os.wait4(process.pid, 0)
                done.update(status=status, seconds=time.monotonic() - began, cpu=usage.ru_utime + usage.ru_stime)

            thread = threading.Thread(target=run)
            thread.start()
            client, wanted = Client(port), None
            while time.monotonic() - began < 600:
                now = client.chat("hello")["revision"]
                if now != live:
                    break
                if done.get("status"):
                    sys.exit(f"{name}: the command failed")
                time.sleep(0.01)
            seconds, live = time.monotonic() - began, now
            thread.join()
            print(f"{name}: live after {seconds:.2f} s; the command took {done['seconds']:.2f} s, {done['cpu']:.2f} s of processor time",
                  flush=True)

        def write(name, text):
            path = os.path.join(folder, name)
            with open(path, "w", encoding="utf-8") as file:
                file.write(text)
            return path

        for turn in ("now", "then"):
            measure("an intent's rule and reply", "import", "intents", write("rules.yaml", RULES.replace("{EXTRA}", turn)))
            measure("an intent's examples", "import", "intents", write("examples.yaml", EXAMPLES.replace("{EXTRA}", turn)))
            measure("a rollback", "rollback", str(live - 1))
        if "--entry" in sys.argv:
            measure("one entry of the FAQ", "import", "faq", write("one.csv", "id,question,answer\n5,Do zebras swim?,Some do.\n"))
    finally:
        server.terminate()
        server.wait()
        shutil.rmtree(folder)


if __name__ == "__main__":
    main()
