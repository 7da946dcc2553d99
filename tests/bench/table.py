#!/usr/bin/env python3
"""Prints what run.sh has measured as one table: machine, medians, peers, ratios, targets."""
import argparse
import collections
import json
import os
import platform
import re
import statistics
import subprocess


class Measurements:
    """The results of all rounds; a figure is the median over them."""

    def __init__(self, path):
        self.results = collections.defaultdict(list)
        with open(path, encoding="utf-8") as lines:
            for line in lines:
                entry = json.loads(line)
                self.results[entry["row"], entry["who"]].append(entry["result"])

    def figure(self, row, who, *path):
        """None when it was not measured."""
        values = [self._value(result, path) for result in self.results.get((row, who), [])]
        values = [value for value in values if value is not None]
        return statistics.median(values) if values else None

    @staticmethod
    def _value(result, path):
        for step in path:
            result = result.get(step) if isinstance(result, dict) else None
        return result

    def best(self, row, peers, *path, pick=max):
        """The strongest of several peers: its name and figure."""
        figures = [(self.figure(row, peer, *path), peer) for peer in peers]
        figures = [entry for entry in figures if entry[0] is not None]
        return pick(figures) if figures else (None, "")

    def segments(self, row, who):
        """Rates along the way: the median of each segment."""
        runs = [result["segments"] for result in self.results.get((row, who), []) if result.get("segments")]
        return [statistics.median(run[i]["per_second"] for run in runs)
                for i in range(min(map(len, runs)))] if runs else []

    def slowest_kind(self, row, who, *path):
        """The kind of request whose median figure is the highest."""
        kinds = {kind for result in self.results.get((row, who), []) for kind in result.get("kinds", {})}
        figures = [(self.figure(row, who, "kinds", kind, *path), kind) for kind in kinds]
        return max((entry for entry in figures if entry[0] is not None), default=(None, ""))

    def errors(self):
        """What was answered wrongly, and where."""
        for (row, who), results in sorted(self.results.items()):
            for result in results:
                for problem, count in result.get("errors", {}).items():
                    yield f"{row} of {who}: {count} x {problem}"


def number(value):
    if value is None:
        return "-"
    if value >= 100:
        return f"{value:,.0f}"
    return f"{value:.1f}" if value >= 10 else f"{value:.2f}"


class Table:
    """Rows of text, wide as they need to be."""

    HEAD = ("work", "server", "beside it", "ratio", "target", "")

    def __init__(self):
        self.rows = []

    def add(self, work, measured, unit, target, met, peer=None, peer_name="", ratio=None):
        if measured is None:
            return
        beside = f"{number(peer)} {unit} ({peer_name})" if peer is not None else ""
        if peer_name and peer is None:
            self.rows.append((work, f"{number(measured)} {unit}", f"no {peer_name}", "", target, "?"))
            return
        self.rows.append((work, f"{number(measured)} {unit}", beside, number(ratio) if ratio is not None else "",
                          target, "met" if met else "MISSED"))

    def least(self, work, measured, unit, factor, peer, peer_name):
        """At least so many times the peer's."""
        ratio = measured / peer if measured is not None and peer else None
        self.add(work, measured, unit, f">= {factor} x", ratio is not None and ratio >= factor, peer, peer_name,
                 ratio)

    def most(self, work, measured, unit, factor, peer, peer_name):
        """At most so many times the peer's."""
        ratio = measured / peer if measured is not None and peer else None
        self.add(work, measured, unit, f"<= {factor} x", ratio is not None and ratio <= factor, peer, peer_name,
                 ratio)

    def above(self, work, measured, unit, limit):
        self.add(work, measured, unit, f">= {limit:,}", measured is not None and measured >= limit)

    def below(self, work, measured, unit, limit):
        self.add(work, measured, unit, f"<= {limit:,}", measured is not None and measured <= limit)

    def print(self):
        rows = [self.HEAD] + self.rows
        widths = [max(len(row[i]) for row in rows) for i in range(len(self.HEAD))]
        for position, row in enumerate(rows):
            print("| " + " | ".join(cell.ljust(width) for cell, width in zip(row, widths)) + " |")
            if position == 0:
                print("|" + "|".join("-" * (width + 2) for width in widths) + "|")


def add_gets(table, m):
    rate = m.figure("get", "roster", "per_second")
    for peers, name, factor in (("qt1", "qt2"), "QSslSocket echo", 0.85), (("openssl1", "openssl2"), "OpenSSL echo", 0.6):
        best, peer = m.best("get", peers, "per_second")
        table.least("get, 32 connections", rate, "/s", factor, best, f"{name} x{peer[-1:]}")
    table.least("get, 32 connections", rate, "/s", 1.8, m.figure("get", "postgres", "per_second"), "PostgreSQL")
    best, peer = m.best("get", ("openssl1", "openssl2"), "latency_ms", "p99", pick=min)
    table.most("get, p99", m.figure("get", "roster", "latency_ms", "p99"), "ms", 2, best,
               f"OpenSSL echo x{peer[-1:]}")
    best, peer = m.best("pipeline", ("openssl1", "openssl2"), "per_second")
    table.least("get, depth 16", m.figure("pipeline", "roster", "per_second"), "/s", 0.25, best,
                f"OpenSSL echo x{peer[-1:]}")
    best, peer = m.best("get", ("qt1", "qt2"), "cpu_us_per_request", pick=min)
    table.most("CPU of a get", m.figure("get", "roster", "cpu_us_per_request"), "us", 1.5, best,
               f"QSslSocket echo x{peer[-1:]}")
    table.most("CPU of a get, 4,000 more idle", m.figure("idle-4000", "roster", "cpu_us_per_request"), "us", 1.2,
               m.figure("idle-none", "roster", "cpu_us_per_request"), "none idle")


def add_writes(table, m):
    rate = m.figure("update", "roster", "per_second")
    table.least("update, 32 connections", rate, "/s", 1.5, m.figure("update", "postgres", "per_second"), "PostgreSQL")
    table.least("update, 32 connections", rate, "/s", 0.7, m.figure("update", "sqlite", "per_second"),
                "SQLite, 32 a commit")
    server, peer = m.segments("bulk", "roster"), m.segments("bulk", "sqlite")
    if server and peer:
        worst = min(range(min(len(server), len(peer))), key=lambda i: server[i] / peer[i])
        table.least(f"bulk add, worst part ({worst + 1} of {len(server)})", server[worst], "/s", 0.7, peer[worst],
                    "SQLite, 500 a commit")
        table.above("bulk add, last part", server[-1], "/s", 10_000)


def add_lists(table, m):
    for row, name in ("list-first", "first page"), ("list-next", "next page"):
        table.above(f"{name}, all sorts in turn", m.figure(row, "roster", "per_second"), "/s", 3_000)
        mean, sort = m.slowest_kind(row, "roster", "mean")
        # Were all eight connections to ask for it, each would wait so long.
        table.above(f"{name}, slowest sort ({sort})", 8_000 / mean if mean else None, "/s", 3_000)
        table.below(f"{name}, p99", m.figure(row, "roster", "latency_ms", "p99"), "ms", 10)
        p99, sort = m.slowest_kind(row, "roster", "p99")
        table.below(f"{name}, p99 of the slowest sort ({sort})", p99, "ms", 10)
    table.below("offset anywhere, p99", m.figure("offset", "roster", "latency_ms", "p99"), "ms", 60)
    p99, sort = m.slowest_kind("offset", "roster", "p99")
    table.below(f"offset, p99 of the slowest sort ({sort})", p99, "ms", 60)
    table.below("search, up to 20,000 hits, p99", m.figure("search", "roster", "latency_ms", "p99"), "ms", 30)
    table.below("search, more hits, p99", m.figure("search-many", "roster", "latency_ms", "p99"), "ms", 100)
    for mix in "get", "list-first", "list-next", "update":
        table.most(f"growth: mean of {mix}", m.figure(f"growth-{mix}", "roster", "latency_ms", "mean"), "ms", 1.5,
                   m.figure(f"growth-{mix}", "small", "latency_ms", "mean"), "10,000 employees")


def add_connections(table, m):
    best, peer = m.best("handshake", ("qt1", "qt2"), "per_second")
    table.least("full handshakes", m.figure("handshake", "roster", "per_second"), "/s", 0.9, best,
                f"QSslServer x{peer[-1:]}")
    table.most("memory of an idle connection", m.figure("memory", "roster", "idle_kib_each"), "KiB", 1.2,
               m.figure("memory", "qt1", "idle_kib_each"), "QSslSocket echo x1")
    table.below("get, 8,000 idle, p99", m.figure("memory", "roster", "latency_ms", "p99"), "ms", 5)
    table.most("get, p99, 8 logins/s beside", m.figure("logins-8", "roster", "latency_ms", "p99"), "ms", 2,
               m.figure("logins-none", "roster", "latency_ms", "p99"), "no logins")
    table.below("a change seen by 1,000, p99", m.figure("watch", "roster", "latency_ms", "p99"), "ms", 100)


def output_of(*command):
    try:
        return subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()
    except (OSError, subprocess.CalledProcessError):
        return ""


def describe_machine():
    with open("/proc/cpuinfo", encoding="utf-8") as text:
        cpu = re.search(r"model name\s*: (.*)", text.read())
    with open("/proc/meminfo", encoding="utf-8") as text:
        kib = int(re.search(r"MemTotal:\s*(\d+)", text.read())[1])
    packages = {"Qt": "libqt6network6", "OpenSSL": "libssl3", "SQLite": "libsqlite3-0", "PostgreSQL": "postgresql-15"}
    versions = [f"{name} {output_of('dpkg-query', '-W', '-f=${Version}', package) or '-'}"
                for name, package in packages.items()]
    print(f"{cpu[1] if cpu else platform.machine()}, {os.cpu_count()} cores, {kib / 1024 / 1024:.1f} GiB, "
          f"Linux {platform.release()}")
    print(", ".join(versions))
    print(f"load of the machine in the last 15 minutes: {os.getloadavg()[2]:.1f}")


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    for option in "--rows", "--rounds", "--seconds":
        parser.add_argument(option, type=int, required=True)
    parser.add_argument("results")
    arguments = parser.parse_args()
    measurements = Measurements(arguments.results)
    table = Table()
    for add in add_gets, add_writes, add_lists, add_connections:
        add(table, measurements)
    describe_machine()
    print(f"{arguments.rows:,} employees; medians of {arguments.rounds} rounds of {arguments.seconds} s each\n")
    table.print()
    for error in measurements.errors():
        print("wrong answers:", error)


main()
