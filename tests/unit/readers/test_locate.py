"""Report paths find their file in the repository, or say why they do not."""

from __future__ import annotations

import pytest

from quality_gate.model.coverage import Coverage, FileCoverage, Unit
from quality_gate.model.paths import Globs
from quality_gate.model.ratio import Ratio
from quality_gate.model.verdict import Cause
from quality_gate.readers.locate import Locator, located

TRACKED = (
    "conftest.py",
    "src/a.py",
    "src/util.py",
    "lib/util.py",
    "pkg/only.py",
    "src/pkg/core.py",
    "services/pay/src/main.go",
    "top.py",
    "src/top.py",
    "tests/unit/test_pay.py",
    "tests/e2e/test_same.py",
    "tests/unit/test_same.py",
    "src/test/java/com/acme/FooTest.java",
    "web/src/pay.test.ts",
)
LOCATOR = Locator(TRACKED, root="/repo")


@pytest.mark.parametrize(
    ("path", "roots", "found"),
    [
        ("src/a.py", (), "src/a.py"),
        ("./src/../src/a.py", (), "src/a.py"),
        ("src\\a.py", (), "src/a.py"),
        ("/repo/src/a.py", (), "src/a.py"),
        ("file:///repo/src/a.py", (), "src/a.py"),
        ("/home/runner/build/x/x/src/a.py", (), "src/a.py"),
        ("C:\\work\\x\\src\\a.py", (), "src/a.py"),
        ("b/src/a.py", (), "src/a.py"),
        ("/", (), None),
        ("/conftest.py", (), "conftest.py"),
        ("a.py", (), "src/a.py"),
        ("util.py", ("src",), "src/util.py"),
        ("util.py", ("/repo/lib",), "lib/util.py"),
        ("util.py", ("/elsewhere/src",), "src/util.py"),
        ("only.py", ("pkg",), "pkg/only.py"),
        ("core.py", ("/home/x/src/pkg", "/home/x/other"), "src/pkg/core.py"),
        ("top.py", ("src",), "src/top.py"),
        ("top.py", ("/elsewhere",), "top.py"),
        ("/elsewhere/conftest.py", (), "conftest.py"),
        ("/app/src/main.go", (), "services/pay/src/main.go"),
        # What is ours and not there, or is somebody else's, is not found elsewhere.
        ("/repo/.venv/src/a.py", (), None),
        ("/usr/lib/python3/site-packages/conftest.py", (), None),
        ("other/conftest.py", (), None),
        ("other/only.py", (), None),
        ("/usr/share/main.go", (), None),
        ("nowhere.py", ("src",), None),
        ("", (), None),
        ("..", (), None),
    ],
)
def test_a_path_is_located(path: str, roots: tuple[str, ...], found: str | None) -> None:
    assert LOCATOR.locate(path, roots).path == found
    assert not LOCATOR.locate(path, roots).ambiguous


@pytest.mark.parametrize(
    ("path", "roots", "candidates"),
    [
        ("util.py", (), ("lib/util.py", "src/util.py")),
        ("util.py", ("src", "lib"), ("lib/util.py", "src/util.py")),
        ("top.py", ("/elsewhere/src",), ("src/top.py", "top.py")),
    ],
)
def test_two_candidates_are_both_named(
    path: str, roots: tuple[str, ...], candidates: tuple[str, ...]
) -> None:
    assert LOCATOR.locate(path, roots).paths == candidates
    assert LOCATOR.locate(path, roots).path is None


def test_a_drive_letter_has_no_case() -> None:
    assert Locator(["src/a.py"], root="D:\\Repo").locate("d:\\repo\\src\\a.py").path == "src/a.py"


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("tests.unit.test_pay.TestPay", ("tests/unit/test_pay.py", "TestPay")),
        ("tests.unit.test_pay", ("tests/unit/test_pay.py", "")),
        ("unit.test_pay.TestPay.Inner", ("tests/unit/test_pay.py", "TestPay.Inner")),
        ("com.acme.FooTest", ("src/test/java/com/acme/FooTest.java", "")),
        ("com.acme.FooTest$Inner", ("src/test/java/com/acme/FooTest.java", "Inner")),
        ("web/src/pay.test.ts", ("web/src/pay.test.ts", "")),
        ("src\\pay.test.ts", ("web/src/pay.test.ts", "")),
        ("nowhere/pay.test.ts", None),
        ("test_same.TestSame", None),
        ("com.acme.BarTest", None),
        ("", None),
    ],
)
def test_a_class_name_leads_to_its_file(name: str, found: tuple[str, str] | None) -> None:
    assert LOCATOR.locate_class(name) == found


def lines(measured: int, covered: int) -> FileCoverage:
    return FileCoverage(measured=measured, covered=covered)


def test_files_that_land_on_one_path_are_united_and_foreign_ones_left_out() -> None:
    files = {f"src/file{number}.py": lines(0b10, 0b10) for number in range(20)}
    tracked = [*files, "src/a.py"]
    report = {**files, "./src/a.py": lines(0b1110, 0b10), "src\\a.py": lines(0b1110, 0b100)}
    report["/usr/lib/foreign.py"] = lines(0b10, 0)

    coverage, problems, left_out = located(Coverage(report), Locator(tracked))

    assert (problems, left_out) == ((), ("/usr/lib/foreign.py",))
    assert sorted(coverage.files) == sorted(tracked)
    assert coverage.files["src/a.py"].ratio(Unit.LINES) == Ratio(2, 3)


def test_under_nine_in_ten_is_a_problem() -> None:
    ours = {f"src/file{number}.py": lines(2, 2) for number in range(8)}
    coverage = Coverage({**ours, "x/b.py": lines(2, 2), "": lines(2, 2)})

    found, (problem,), left_out = located(coverage, Locator(list(ours)), (), "out/coverage.xml")

    assert set(found.files) == set(ours)
    assert problem.cause is Cause.NO_MATCH
    assert problem.reason == (
        "2 of 10 files in out/coverage.xml are not in this repository: x/b.py, (a file without a name)"
    )
    assert problem.next
    assert left_out == ()  # the problem has named them


def test_what_is_excluded_need_not_be_found() -> None:
    """Generated code is measured, and ignored by git."""
    report = Coverage(
        {path: lines(2, 2) for path in ("src/a.py", "gen/a_pb2.py", "/app/gen/b_pb2.py", "c.py")}
    )
    locator = Locator(["src/a.py"])

    found, (problem,), _ = located(report, locator, (), "out/coverage.xml", Globs(("**/*_pb2.py",)))
    assert set(found.files) == {"src/a.py"}
    assert problem.reason == "1 of 2 files in out/coverage.xml are not in this repository: c.py"
    assert "`coverage: {exclude: …}`" in problem.next

    found, problems, left_out = located(report, locator, excluded=Globs(("**/*_pb2.py", "c.py")))
    assert (set(found.files), problems, left_out) == ({"src/a.py"}, (), ())


def test_nine_in_ten_are_enough() -> None:
    ours = {f"src/file{number}.py": lines(2, 2) for number in range(9)}

    assert located(Coverage({**ours, "x/b.py": lines(2, 2)}), Locator(list(ours)))[1] == ()


@pytest.mark.parametrize(
    ("path", "told"),
    [
        ("gen/b.py", ("gen/b.py",)),
        ("", ("(a file without a name)",)),
        ("/opt/py/lib/site-packages/b.py", ()),
        ("node_modules/b/index.js", ()),
        ("C:\\work\\.venv\\b.py", ()),
        ("/root/.cargo/registry/src/i/b-1/lib.rs", ()),
    ],
)
def test_the_few_that_are_left_out_are_told_but_for_what_was_fetched(
    path: str, told: tuple[str, ...]
) -> None:
    ours = {f"src/file{number}.py": lines(2, 2) for number in range(9)}
    coverage, problems, left_out = located(Coverage({**ours, path: lines(2, 0)}), Locator(list(ours)))

    assert (set(coverage.files), problems, left_out) == (set(ours), (), told)


def test_an_ambiguous_path_is_a_problem_that_names_both_files() -> None:
    coverage, (problem,), _ = located(Coverage({"util.py": lines(2, 2)}), LOCATOR, (), "out/lcov.info")

    assert coverage.files == {}
    assert problem.cause is Cause.NO_MATCH
    assert problem.reason == "out/lcov.info: util.py could be lib/util.py or src/util.py"


def test_installed_files_are_ours_only_as_a_whole() -> None:
    locator = Locator(["src/a.py", "src/pay/core.py", "packages/foo/src/b.js"])

    assert locator.locate("node_modules/foo/src/a.py").path is None
    assert locator.locate("/x/.tox/py/lib/site-packages/foo/src/a.py").path is None
    assert locator.locate("/x/.tox/py/lib/site-packages/pay/core.py").path == "src/pay/core.py"
    assert locator.locate("node_modules/foo/src/b.js").path == "packages/foo/src/b.js"


def test_a_file_known_by_its_own_name_is_not_united_with_a_namesake() -> None:
    files = {
        "src/a.py": FileCoverage(measured=6, covered=2),
        "/usr/lib/foo/src/a.py": FileCoverage(measured=2**20),
    }
    found, problems, _ = located(Coverage(files), Locator(["src/a.py"]), (), "lcov.info")

    assert found.files["src/a.py"] == files["src/a.py"]
    assert "1 of 2 files in lcov.info are not in this repository" in problems[0].reason


@pytest.mark.parametrize(
    "paths",
    [
        ("/one/src/a.py", "/two/src/a.py"),
        ("C:\\other\\src\\a.py", "D:\\a\\repo\\repo\\src\\a.py"),
        ("/app/src/a.py", "/build/other/src/a.py"),
    ],
)
def test_of_two_foreign_spellings_of_one_file_nothing_tells_whose_is_ours(paths: tuple[str, ...]) -> None:
    files = {path: FileCoverage(measured=6, covered=6) for path in paths}
    found, (problem,), _ = located(Coverage(files), Locator(["src/a.py"]), (), "lcov.info")

    assert found.files == {}
    assert problem.cause is Cause.NO_MATCH
    assert problem.reason == f"lcov.info: src/a.py could be {paths[0]} or {paths[1]}"


def test_one_foreign_path_in_two_spellings_is_one_file() -> None:
    files = {
        "C:\\two\\src\\a.py": FileCoverage(measured=6, covered=2),
        "c:/Two/src/a.py": FileCoverage(measured=6, covered=4),
        "file:///C:/two/src/a.py": FileCoverage(measured=14, covered=0),
    }
    found, problems, _ = located(Coverage(files), Locator(["src/a.py"]))

    assert (found.files["src/a.py"].covered, found.files["src/a.py"].measured, problems) == (6, 14, ())


@pytest.mark.parametrize(
    ("own", "roots"),
    [
        ("/repo/src/lib.rs", ()),
        ("file:///REPO/src/lib.rs", ()),
        ("src/lib.rs", ()),
        ("SRC\\lib.rs", ()),
        ("lib.rs", ("/repo/src",)),
        ("lib.rs", ("src",)),
    ],
)
@pytest.mark.parametrize("other", ["/build/other/src/lib.rs", "vendor/other/src/lib.rs"])
def test_a_dependency_covers_no_file_that_the_report_knows_exactly(
    own: str, roots: tuple[str, ...], other: str
) -> None:
    files = {own: FileCoverage(measured=6, covered=0), other: FileCoverage(measured=6, covered=6)}
    found, (problem,), _ = located(Coverage(files), Locator(["src/lib.rs"], root="/repo"), roots)

    assert found.files == {"src/lib.rs": files[own]}
    assert problem.reason.endswith(f"files in the report are not in this repository: {other}")


@pytest.mark.parametrize(
    "path",
    [
        "/root/.cargo/registry/src/i/serde-1/src/lib.rs",
        "/app/build/_deps/fmt-src/src/lib.rs",
        "/root/.m2/x/src/lib.rs",
        "/root/.gradle/caches/src/lib.rs",
        "/go/pkg/mod/example.org/x@v1.0.0/src/lib.rs",
        "/app/vendor/bundle/ruby/3.3.0/gems/x/src/lib.rs",
        "/app/.venv/src/lib.rs",
        "/root/.m2/setup.py",
    ],
)
def test_what_was_fetched_is_not_ours(path: str) -> None:
    assert Locator(["src/lib.rs", "setup.py"]).locate(path).paths == ()


def test_what_was_fetched_and_is_tracked_there_is_ours() -> None:
    tracked = ["vendor/bundle/x/lib.rb", "lib.rb"]

    assert Locator(tracked).locate("/app/vendor/bundle/x/lib.rb").path == tracked[0]
    assert Locator(tracked, root="/root/.m2/shop").locate("/root/.m2/shop/lib.rb").path == "lib.rb"
