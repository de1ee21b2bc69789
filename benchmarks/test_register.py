"""Reading the register, beside what PyYAML's own loader in C takes for the same files."""

import yaml

from benchmarks.timing import ratio
from claimbook.register.claims import claims_path, read_claims
from tests.book import DATA, PROJECT

#: What the project promises, and how many times the peer's time it may be: what is read is checked as well.
SECONDS = 0.150
TIMES_YAML = 2


def test_all_claims_are_read_in_150_milliseconds(benchmark):
    sources = list(PROJECT.sources.index)
    texts = [claims_path(DATA, source).read_text(encoding="utf-8") for source in sources]

    def read() -> int:
        return sum(len(read_claims(DATA, source, PROJECT.units)) for source in sources)

    def load() -> int:
        return sum(len(yaml.load(text, Loader=yaml.CSafeLoader)["claims"]) for text in texts)

    assert benchmark.pedantic(read, rounds=10, warmup_rounds=1) == load()
    found = ratio(read, load, times=10)
    benchmark.extra_info |= {"claims": load(), "ratio to yaml.CSafeLoader": round(found, 2)}
    assert benchmark.stats.stats.min <= SECONDS
    assert found <= TIMES_YAML
