"""Modules whose files have the same names: what tells them apart, and what nothing tells."""

from __future__ import annotations

import io

import pytest

from quality_gate.model.coverage import Coverage, FileCoverage
from quality_gate.readers.candidates import Located, candidates, in_module, normal
from quality_gate.readers.go_modules import module_name
from quality_gate.readers.locate import Locator, located
from quality_gate.readers.reading import read_stream

GO = ("main.go", "pay/pay.go", "tools/main.go", "tools/pay/pay.go", "old/main.go", "new/main.go", "app/x.go")
MODULES = (
    ("example.com/shop", ""),
    ("example.com/shop/tools", "tools"),
    ("example.com/twice", "old"),
    ("example.com/twice", "new"),
    ("app", "tools"),
)


@pytest.mark.parametrize(
    ("path", "found"),
    [
        ("example.com/shop/main.go", ("main.go",)),
        ("example.com/shop/pay/pay.go", ("pay/pay.go",)),
        ("example.com/shop/tools/main.go", ("tools/main.go",)),
        ("example.com/shop/tools/pay/pay.go", ("tools/pay/pay.go",)),
        ("example.com\\shop\\main.go", ("main.go",)),
        # Named by its module and not there: a file of the same name elsewhere is another one.
        ("example.com/shop/gone/pay.go", ()),
        ("example.com/shop/tools/gone.go", ()),
        ("example.com/twice/main.go", ("new/main.go", "old/main.go")),
        # A module may be called like a folder; the file that is there is meant.
        ("app/x.go", ("app/x.go",)),
        ("app/pay/pay.go", ("tools/pay/pay.go",)),
        ("example.com/other/gone.go", ()),
        # Of a module that is not ours.
        ("example.com/other/pay/pay.go", ()),
        ("github.com/other/shop/tools/pay/pay.go", ()),
        ("other/pay/pay.go", ("pay/pay.go",)),
        ("./pay/pay.go", ("pay/pay.go",)),
        ("/home/x/shop/tools/pay/pay.go", ("tools/pay/pay.go",)),
    ],
)
def test_go_files_are_named_by_their_module(path: str, found: tuple[str, ...]) -> None:
    assert Locator(GO, root="/repo", modules=MODULES).locate(path).paths == found


def test_a_go_file_that_its_module_names_is_known_exactly() -> None:
    files = {
        "example.com/shop/pay/pay.go": FileCoverage(measured=6),
        "/build/other/pay/pay.go": FileCoverage(measured=6, covered=6),
    }
    found, _, _ = located(Coverage(files), Locator(["pay/pay.go"], modules=MODULES[:1]))

    assert found.files == {"pay/pay.go": files["example.com/shop/pay/pay.go"]}


def test_a_module_says_nothing_about_other_languages() -> None:
    locator = Locator(["web/app/x.ts"], modules=[("app", "services")])

    assert locator.locate("app/x.ts").path == "web/app/x.ts"


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("module example.com/shop\n\ngo 1.23\n", "example.com/shop"),
        ('// hi\nmodule "example.com/shop/v2" // Deprecated: no\n', "example.com/shop/v2"),
        ("module (\n\texample.com/shop\n)\n", "example.com/shop"),
        ("modules x", ""),
        ("", ""),
    ],
)
def test_a_module_is_called(text: str, name: str) -> None:
    assert module_name(text) == name


JAVA = tuple(f"{module}/src/main/java/com/acme/Main.java" for module in ("api", "web/admin", "web"))


@pytest.mark.parametrize(
    ("path", "roots", "found"),
    [
        ("com/acme/Main.java", (), JAVA),
        ("api!/com/acme/Main.java", (), JAVA[:1]),
        ("admin!/com/acme/Main.java", (), JAVA[1:2]),
        ("web!/com/acme/Main.java", (), JAVA[1:]),
        ("web!/admin!/com/acme/Main.java", (), JAVA[1:2]),
        ("shop!/com/acme/Main.java", (), JAVA),
        ("com/acme/Main.java", ("api",), JAVA[:1]),
        ("com/acme/Main.java", ("shop",), JAVA),
        ("com/acme/Main.java", ("/build/api",), JAVA),
        ("web!/com/acme/Main.java", ("admin",), JAVA[1:2]),
        ("api!/com/acme/Gone.java", (), ()),
    ],
)
def test_a_group_or_module_tells_classes_apart(
    path: str, roots: tuple[str, ...], found: tuple[str, ...]
) -> None:
    assert Locator(JAVA, root="/repo").locate(path, roots).paths == found


def sourcefile(name: str, covered: int) -> str:
    return f'<sourcefile name="{name}"><line nr="3" mi="0" ci="{covered}"/></sourcefile>'


def test_a_jacoco_report_of_several_modules_finds_each_file() -> None:
    groups = "".join(
        f'<group name="{name}"><package name="com/acme">{sourcefile("Main.java", covered)}</package></group>'
        for name, covered in (("api", 1), ("admin", 0))
    )
    reading = read_stream(io.BytesIO(f'<report name="all">{groups}</report>'.encode()))
    assert reading.coverage is not None
    coverage, problems, _ = located(reading.coverage, Locator(JAVA), reading.roots)

    assert problems == ()
    assert {path: bool(one.covered) for path, one in coverage.files.items()} == {
        JAVA[0]: True,
        JAVA[1]: False,
    }


def test_a_jacoco_report_is_called_like_its_module() -> None:
    package = f'<package name=""><class name="A$B"/>{sourcefile("A.java", 1)}</package>'
    reading = read_stream(io.BytesIO(f'<report name="web">{package}</report>'.encode()))
    assert reading.coverage is not None
    locator = Locator(["web/src/A.java", "api/src/A.java"])

    assert set(located(reading.coverage, locator, reading.roots)[0].files) == {"web/src/A.java"}


def test_with_too_many_candidates_no_name_tells() -> None:
    many = [f"m{number}/Main.java" for number in range(150)]
    found = Locator(many).locate("m7!/Main.java")

    assert len(found.paths) == 100
    assert candidates(found).endswith(" or 97 others")


def test_candidates_are_named_until_it_gets_long() -> None:
    assert candidates(Located(("a", "b"))) == "a or b"
    assert candidates(Located(("a", "b", "c", "d"))) == "a or b or c or 1 other"


@pytest.mark.parametrize(
    ("path", "plain"),
    [
        ("C:\\build\\a.py", "C:/build/a.py"),
        ("file:///C:/build/a.py", "C:/build/a.py"),
        ("\\\\?\\C:\\build\\a.py", "C:/build/a.py"),
        ("/c/build/a.py", "/c/build/a.py"),
        ("file:///build/./a.py", "/build/a.py"),
        (" ", ""),
    ],
)
def test_drives_are_spelled_one_way(path: str, plain: str) -> None:
    assert normal(path) == plain


@pytest.mark.parametrize(
    "path",
    [
        "/app/src/a.py",
        "/workspace/shop/src/a.py",
        "/__w/shop/shop/src/a.py",
        "/usr/src/app/src/a.py",
        "\\\\server\\share\\src\\a.py",
        "file:///D:/repo/src/a.py",
        "/mnt/c/build/src/a.py",
    ],
)
def test_containers_and_drives_have_roots_of_their_own(path: str) -> None:
    assert Locator(["src/a.py", "lib/a.py"], root="D:\\repo").locate(path).path == "src/a.py"


def test_problems_say_how_to_look_closer() -> None:
    files = {path: FileCoverage(measured=2) for path in ("com/acme/Main.java", "gone.py")}

    _, problems, _ = located(Coverage(files), Locator(JAVA))

    assert ["quality-gate doctor --paths" in one.next for one in problems] == [True, True]


MAVEN = (
    "service-a/src/test/java/com/acme/ShopTest.java",
    "service-b/src/test/java/com/acme/ShopTest.java",
    "service-b/core/src/test/java/com/acme/ShopTest.java",
    "src/test/java/com/acme/OnceTest.java",
)


@pytest.mark.parametrize(
    ("report", "found"),
    [
        ("service-a/target/surefire-reports/TEST-com.acme.ShopTest.xml", MAVEN[0]),
        ("service-b/target/surefire-reports/TEST-com.acme.ShopTest.xml", MAVEN[1]),
        ("service-b/core/build/test-results/test/TEST-com.acme.ShopTest.xml", MAVEN[2]),
        ("service-ab/target/report.xml", None),
        ("target/report.xml", None),
        ("reports/service-a/report.xml", None),
        ("", None),
    ],
)
def test_of_classes_of_one_name_the_one_in_the_reports_module_is_meant(
    report: str, found: str | None
) -> None:
    located_class = Locator(MAVEN).locate_class("com.acme.ShopTest", report)

    assert located_class == (None if found is None else (found, ""))


def test_a_class_that_is_there_once_needs_no_report() -> None:
    for report in ("", "service-a/target/report.xml"):
        assert Locator(MAVEN).locate_class("com.acme.OnceTest", report) == (MAVEN[3], "")


@pytest.mark.parametrize(
    ("paths", "report", "found"),
    [
        (("a/lib/x.rb", "b/lib/x.rb"), "a/coverage/lcov.info", ("a/lib/x.rb",)),
        (("a/lib/x.rb", "a/test/x.rb"), "a/out.xml", ("a/lib/x.rb", "a/test/x.rb")),
        (("lib/x.rb", "b/lib/x.rb"), "coverage/lcov.info", ("lib/x.rb", "b/lib/x.rb")),
        (("a/x.rb", "b/x.rb"), "a/out.xml", ("a/x.rb", "b/x.rb")),
        (("b/lib/x.rb",), "a/out.xml", ("b/lib/x.rb",)),
        ((), "a/out.xml", ()),
    ],
)
def test_the_folder_of_sources_ends_the_modules_name(
    paths: tuple[str, ...], report: str, found: tuple[str, ...]
) -> None:
    assert in_module(Located(paths), report).paths == found


def test_coverage_of_several_modules_goes_to_the_one_that_its_report_lies_in() -> None:
    files = ("a/src/main/java/q/A.java", "b/src/main/java/q/A.java")
    coverage = Coverage({"q/A.java": FileCoverage(measured=2)})
    found, problems, _ = located(coverage, Locator(files), (), "b/target/site/jacoco/jacoco.xml")

    assert (set(found.files), problems) == ({files[1]}, ())
    assert located(coverage, Locator(files), (), "out/jacoco.xml")[1]
