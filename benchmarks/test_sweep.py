"""Sweeps: points a second of a product, and a thousand million evaluations on two workers."""

import threading
from time import perf_counter, process_time, sleep

import duckdb
import psutil

from claimbook.sweep.sweep import cluster, evaluate, plan
from tests.book import PROJECT

#: What the project promises.
POINTS_PER_SECOND = 1e7
MEMORY = 4 * 2**30


def test_a_product_is_swept_at_ten_million_points_a_second_on_one_core(benchmark):
    sweep = plan(PROJECT, "fleet_ratio", ["a100_per_h100=1:4:3e-7"])

    def points() -> int:
        return sum(len(block.columns["value"]) for block in evaluate(sweep))

    start = process_time()
    assert benchmark.pedantic(points, rounds=3, warmup_rounds=1) == sweep.points
    per_second = 4 * sweep.points / (process_time() - start)
    benchmark.extra_info["million points a processor second"] = per_second / 1e6
    assert per_second >= POINTS_PER_SECOND


def test_a_sweep_written_to_parquet(benchmark, tmp_path):
    from claimbook.sweep.output import parquet_writer

    sweep = plan(PROJECT, "fleet_ratio", ["a100_per_h100=1:4:3e-7"])

    def write() -> None:
        with parquet_writer(sweep, tmp_path / "ratio.parquet") as append:
            for block in evaluate(sweep):
                append(block)

    benchmark.pedantic(write, rounds=2)
    benchmark.extra_info["million points a second"] = sweep.points / benchmark.stats.stats.min / 1e6
    assert duckdb.read_parquet(str(tmp_path / "ratio.parquet")).count("*").fetchall() == [(sweep.points,)]


class Memory:
    """The most memory that this process and all below it hold at once, looked at ten times a second."""

    def __enter__(self) -> "Memory":
        self.most, self.done = 0, threading.Event()
        self.watch = threading.Thread(target=self.look)
        self.watch.start()
        return self

    def look(self) -> None:
        this = psutil.Process()
        while not self.done.is_set():
            held = 0
            for process in [this, *this.children(recursive=True)]:
                try:
                    held += process.memory_info().rss
                except psutil.NoSuchProcess:
                    continue
            self.most = max(self.most, held)
            sleep(0.1)

    def __exit__(self, *_: object) -> None:
        self.done.set()
        self.watch.join()


def test_a_thousand_points_with_a_million_draws_each_on_two_workers(benchmark):
    """10⁹ evaluations, of which a median and an interval stay for each point."""
    sweep = plan(PROJECT, "jiemian-2024-gpt4-cost", ["a100_rent=0.5:5.495:0.005"], draws=1_000_000)
    assert sweep.points == 1000

    def medians() -> list[float]:
        with cluster("local") as run:
            return [median for block in evaluate(sweep, run) for median in block.columns["median"]]

    start = perf_counter()
    with Memory() as memory:
        found = benchmark.pedantic(medians, rounds=1)
    seconds = perf_counter() - start
    per_second = sweep.points * sweep.draws / seconds
    benchmark.extra_info |= {"million evaluations a second": per_second / 1e6, "GiB in all": memory.most / 2**30}
    assert len(found) == sweep.points
    assert memory.most <= MEMORY
