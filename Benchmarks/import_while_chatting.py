#!/usr/bin/env python3
"""Chat while an FAQ is imported and 100 orders a second are upserted, beside chat on a quiet server.

    Benchmarks/import_while_chatting.py PARLEY MAKE_FAQ [ENTRIES [ROUNDS]]

MAKE_FAQ is the peers' make_faq.py; ENTRIES (400,000) should make an import of at least 10 s. A server of one loop answers the starter
store; quiet and busy take turns, so that other load on the machine falls on both. After each round the store is rolled back, so that
each import builds its part anew, and the switch to the new revision is in the busy times too.
"""
import collections
import multiprocessing
import os
import shutil
import subprocess
import sys
import tempfile
import threading
import time

from order_upserts import Client, chat_times, free_port, quantile, upserts


def busy_times(parley, port, collection, database):
    """Times of chat turns from the start of an import to a second after its end; seconds it took; upserts a second."""
    stop, written, took = multiprocessing.Event(), multiprocessing.Queue(), []
    writers = [multiprocessing.Process(target=upserts, args=(port, stop, 700000 + 1000 * index, written)) for index in range(4)]

    def run():
        began = time.monotonic()
        subprocess.run([parley, "import", "faq", collection, "--db", database], check=True, capture_output=True)
        took.append(time.monotonic() - began)

    importer = threading.Thread(target=run)
    began = time.monotonic()
    for worker in writers + [importer]:
        worker.start()
    times = []
    while importer.is_alive():
        times += chat_times(port, 0.5)
    times += chat_times(port, 1)
    stop.set()
    count = sum(written.get() for _ in writers)
    for writer in writers:
        writer.join()
    return times, took[0], count / (time.monotonic() - began)


def main():
    if len(sys.argv) < 3:
        sys.exit(__doc__)
    parley, make_faq = os.path.abspath(sys.argv[1]), sys.argv[2]
    entries = sys.argv[3] if len(sys.argv) > 3 else "400000"
    rounds = int(sys.argv[4]) if len(sys.argv) > 4 else 3
    folder = tempfile.mkdtemp(prefix="parley-import-")
    database, collection = os.path.join(folder, "db"), os.path.join(folder, "faq.jsonl")
    port, server = free_port(), None
    try:
        subprocess.run([sys.executable, make_faq, entries, collection], check=True)
        subprocess.run([parley, "import", "shop", "Data", "--db", database], check=True, capture_output=True)
        server = subprocess.Popen(
            [parley, "serve", "--db", database, "--listen", f"127.0.0.1:{port}", "--threads", "1", "--quiet"],
            env={**os.environ, "PARLEY_API_TOKEN": "token"}, stderr=subprocess.DEVNULL)
        for _ in range(600):
            try:
                Client(port).chat("hello")
                break
            except OSError:
                time.sleep(0.05)
        times = collections.defaultdict(list)
        for _ in range(rounds):
            times["quiet"] += chat_times(port, 5)
            busy, took, rate = busy_times(parley, port, collection, database)
            times["busy"] += busy
            print(f"import of {entries} entries: {took:.1f} s; upserts a second {rate:.0f}", flush=True)
            subprocess.run([parley, "rollback", "1", "--db", database], check=True, capture_output=True)
            time.sleep(1)
        for name, all_times in times.items():
            print(f"{name}: {len(all_times)} turns, p50 {quantile(all_times, 0.5):.0f} us, "
                  f"p99 {quantile(all_times, 0.99):.0f} us, most {max(all_times) / 1000:.1f} ms")
        print(f"p99 grows {quantile(times['busy'], 0.99) / quantile(times['quiet'], 0.99):.2f} x")
    finally:
        if server:
            server.terminate()
            server.wait()
        shutil.rmtree(folder)


if __name__ == "__main__":
    main()
