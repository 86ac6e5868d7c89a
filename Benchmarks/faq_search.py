#!/usr/bin/env python3
"""Searches FAQs of 1,000 to 1,000,000 entries with Parley and with Tantivy, in turns, and draws the curves.

    Benchmarks/faq_search.py PARLEY MAKE_FAQ TANTIVY_FAQ WORK [SIZE...]

MAKE_FAQ and TANTIVY_FAQ are the peers' make_faq.py and tantivy_faq.py; run this with a Python that has the module tantivy. Collections
and databases are kept in the folder WORK, and used again when they are there. Curves go to docs/images/. TURNS (2) is how often each is run; of the
turns the quicker figure is kept. Both times are processor time.
"""
import http.client
import json
import os
import random
import socket
import subprocess
import sys
import time
import urllib.parse

QUERIES = 2_000
# The peer times its searches, which run on the caller's thread, by this name; as processor time they compare on a busy machine too.
PEER = "import runpy, sys, time; time.perf_counter = time.thread_time; del sys.argv[0]; runpy.run_path(sys.argv[0], run_name='__main__')"
SERVED = 10_000


def queries_of(collection, path):
    """Questions of the collection with about a fifth of their words left out, the same on every run."""
    dice = random.Random(3)
    with open(collection, encoding="utf-8") as source:
        picked = []
        for number, line in enumerate(source):
            # Reservoir sampling: one pass, bounded memory.
            if len(picked) < QUERIES:
                picked.append(line)
            elif (place := dice.randrange(number + 1)) < QUERIES:
                picked[place] = line
    with open(path, "w", encoding="utf-8") as out:
        for line in picked:
            words = json.loads(line)["question"].rstrip("?").split()
            kept = [word for word in words if dice.random() < 0.8] or words
            out.write(json.dumps({"query": " ".join(kept)}) + "\n")


def imported(parley, collection, database):
    """Imports unless it was done; seconds, peak kB and bytes of the part, or None for the first two."""
    seconds = peak = None
    if not os.path.exists(f"{database}/current"):
        begun = time.monotonic()
        process = subprocess.Popen([parley, "import", "faq", collection, "--db", database],
                                   stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        _, status, usage = os.wait4(process.pid, 0)
        if status:
            sys.exit(f"the import of {collection} failed")
        seconds, peak = time.monotonic() - begun, usage.ru_maxrss
        print(json.dumps({"import_s": round(seconds, 1), "import_cpu_s": round(usage.ru_utime + usage.ru_stime, 1),
                          "import_peak_mb": peak // 1024}))
    return sum(os.path.getsize(f"{database}/parts/{name}") for name in os.listdir(f"{database}/parts"))


def served(parley, database, queries):
    """RssAnon in kB after 10,000 searches over HTTP, and milliseconds from the start to the first answer."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    lines = [json.loads(line)["query"] for line in open(queries, encoding="utf-8")]
    begun = time.monotonic()
    server = subprocess.Popen([parley, "serve", "--db", database, "--listen", f"127.0.0.1:{port}", "--threads", "1"],
                              stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        client = http.client.HTTPConnection("127.0.0.1", port)
        first = None
        for number in range(SERVED):
            path = "/v1/faq?size=10&q=" + urllib.parse.quote(lines[number % len(lines)])
            while True:
                try:
                    client.request("GET", path)
                    break
                except ConnectionRefusedError:
                    client.close()
                    time.sleep(0.001)
            answer = client.getresponse()
            answer.read()
            if answer.status != 200:
                sys.exit(f"{path}: {answer.status}")
            first = first or (time.monotonic() - begun) * 1000
        with open(f"/proc/{server.pid}/status") as status:
            anonymous = next(int(line.split()[1]) for line in status if line.startswith("RssAnon"))
        return anonymous, first
    finally:
        server.terminate()
        server.wait()


def measure(parley, make_faq, tantivy_faq, work, size):
    collection, database = f"{work}/m{size}.jsonl", f"{work}/m{size}.db"
    queries = f"{work}/q{size}.jsonl"
    if not os.path.exists(collection):
        subprocess.run([sys.executable, make_faq, str(size), collection], check=True)
    if not os.path.exists(queries):
        queries_of(collection, queries)
    part = imported(parley, collection, database)
    row = {"entries": size, "file_ratio": round(part / os.path.getsize(collection), 2)}
    for turn in range(int(os.environ.get("TURNS", "2"))):
        ours = json.loads(subprocess.run([parley, "eval", "faq", queries, "--db", database, "--json"], check=True,
                                         capture_output=True, text=True).stdout)
        peer = json.loads(subprocess.run([sys.executable, "-c", PEER, tantivy_faq, collection, queries], check=True,
                                         capture_output=True, text=True).stdout)
        # Of two turns the quieter one: other work runs on the machine.
        for name, value in (("p50_us", ours["p50_us"]), ("p99_us", ours["p99_us"]), ("tantivy_p50_us", peer["q"]["p50_us"]),
                            ("tantivy_p99_us", peer["q"]["p99_us"])):
            row[name] = min(row.get(name, value), value)
        row["tantivy_peak_mb"] = peer["peak_rss_mb"]
    anonymous, first = served(parley, database, queries)
    row |= {"rss_anon_mb": round(anonymous / 1024, 1), "first_answer_ms": round(first)}
    print(json.dumps(row), flush=True)
    return row


def curve(path, title, unit, rows, series):
    """Both axes are logarithmic: a straight rising line of slope one would be linear growth."""
    import math
    width, height, left, bottom, top, right = 640, 360, 70, 50, 40, 130
    values = [row[key] for row in rows for key, _, _ in series]
    low, high = math.floor(math.log10(min(values))), math.ceil(math.log10(max(values)))
    sizes = [math.log10(row["entries"]) for row in rows]
    span = max(sizes) - min(sizes) or 1
    x = lambda size: left + (math.log10(size) - min(sizes)) / span * (width - left - right)
    y = lambda value: height - bottom - (math.log10(value) - low) / (high - low or 1) * (height - bottom - top)
    out = [f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" font-family="sans-serif" font-size="12">',
           f'<rect width="{width}" height="{height}" fill="#fff"/><text x="{left}" y="22" font-size="15">{title}</text>']
    for power in range(low, high + 1):
        out.append(f'<path d="M{left} {y(10 ** power):.1f}H{width - right}" stroke="#ddd"/>'
                   f'<text x="{left - 8}" y="{y(10 ** power) + 4:.1f}" text-anchor="end">{10 ** power:,} {unit}</text>')
    for row in rows:
        out.append(f'<text x="{x(row["entries"]):.1f}" y="{height - bottom + 20}" text-anchor="middle">{row["entries"]:,}</text>')
    out.append(f'<text x="{(left + width - right) / 2}" y="{height - 8}" text-anchor="middle">entries</text>')
    for key, name, colour in series:
        points = [(x(row["entries"]), y(row[key])) for row in rows]
        out.append(f'<polyline fill="none" stroke="{colour}" stroke-width="2" points="'
                   + " ".join(f"{a:.1f},{b:.1f}" for a, b in points) + '"/>')
        out += [f'<circle cx="{a:.1f}" cy="{b:.1f}" r="3" fill="{colour}"/>' for a, b in points]
        out.append(f'<text x="{points[-1][0] + 8:.1f}" y="{points[-1][1] + 4:.1f}" fill="{colour}">{name}</text>')
    with open(path, "w", encoding="utf-8") as file:
        file.write("\n".join(out + ["</svg>"]) + "\n")


def main():
    if len(sys.argv) < 5:
        sys.exit(__doc__)
    parley, make_faq, tantivy_faq, work = sys.argv[1:5]
    sizes = [int(size) for size in sys.argv[5:]] or [1_000, 10_000, 100_000, 1_000_000]
    os.makedirs(work, exist_ok=True)
    rows = [measure(parley, make_faq, tantivy_faq, work, size) for size in sizes]
    images = os.path.join(os.path.dirname(os.path.abspath(__file__)), "../docs/images")
    curve(f"{images}/faq-latency.svg", "FAQ search: processor time of a query", "us", rows,
          [("p50_us", "Parley p50", "#1565c0"), ("p99_us", "Parley p99", "#64b5f6"),
           ("tantivy_p50_us", "Tantivy p50", "#c62828"), ("tantivy_p99_us", "Tantivy p99", "#ef9a9a")])
    curve(f"{images}/faq-memory.svg", "FAQ search: memory", "MB", rows,
          [("rss_anon_mb", "Parley, RssAnon", "#1565c0"), ("tantivy_peak_mb", "Tantivy, peak", "#c62828")])


main()
