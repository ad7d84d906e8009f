"""Writes the reports that the marketplace's test runs left: `replay.py integration|redis|performance`."""

import os
import sys
from pathlib import Path
from xml.sax.saxutils import quoteattr

MODULES = {
    "Accounts": 3,
    "Auctions": 6,
    "Channels": 8,
    "Market": 9,
    "NFT": 7,
    "Offers": 5,
    "Presale": 5,
    "Trades": 12,
    "Users": 4,
}
FAILED = {
    "Channels": "test_buy_channel_not_found",
    "NFT": "test_back_nft_insufficient_balance",
    "Presale": "test_buy_presale_not_found",
}
SCENARIOS = {"Market": ["test_buy", "test_sell"], "Trades": ["test_exchange", "test_rollback"]}
REDIS = [
    "test_redis_connection",
    "test_redis_lock_basic",
    "test_redis_lock_timeout",
    "test_redis_lock_prevents_race_condition",
    "test_redis_lock_fallback",
]


def case(module: str, name: str, inner: str = "") -> str:
    return f"<testcase classname={quoteattr(module)} name={quoteattr(name)}>{inner}</testcase>"


def suite(name: str, cases: list[str]) -> str:
    return f"<testsuite name={quoteattr(name)}>{''.join(cases)}</testsuite>"


def integration(error: str) -> list[str]:
    suites = []
    for module, count in MODULES.items():
        failed = FAILED.get(module)
        names = SCENARIOS.get(module, []) + [f"test_{module.lower()}_{number}" for number in range(count)]
        cases = [case(module, name) for name in names[: count - bool(failed)]]
        if failed:
            cases.append(case(module, failed, f"<failure message={quoteattr(error)}/>"))
        suites.append(suite(module, cases))
    return suites


def redis() -> list[str]:
    expected = '<skipped type="pytest.xfail" message="locks are not reentrant"/>'
    cases = [case("Redis", name) for name in REDIS]
    return [suite("Redis", [*cases, case("Redis", "test_redis_lock_reentrant", expected)])]


def performance() -> list[str]:
    print("test_lock_throughput: 338 locks/sec")
    print("test_lock_latency: P50=1.00ms, P95=1.50ms")
    print("test_concurrent_locks: 440 ops/sec")
    names = ["test_lock_throughput", "test_lock_latency", "test_concurrent_locks"]
    return [suite("Performance", [case("Performance", name) for name in names])]


def main(stage: str) -> int:
    error = os.environ.get("REPLAY_ERROR", "RuntimeError: generator didn't stop after athrow()")
    suites = integration(error) if stage == "integration" else {"redis": redis, "performance": performance}[stage]()
    Path("out").mkdir(exist_ok=True)
    Path(f"out/{stage}.xml").write_text(f"<testsuites>{''.join(suites)}</testsuites>", encoding="utf-8")
    return int(stage == "integration")


sys.exit(main(*sys.argv[1:]))
