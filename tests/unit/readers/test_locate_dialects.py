"""Paths as the formats of Go, Java, .NET, Ruby, Rust and Swift spell them, and where they lead."""

from __future__ import annotations

import pytest

from quality_gate.readers.locate import Locator

MAVEN = ("pom.xml", "src/main/java/com/acme/Shop.java", "src/test/java/com/acme/ShopTest.java")
MODULES = ("core/src/main/java/com/acme/Shop.java", "web/src/main/java/com/acme/Main.java")
GO = ("go.mod", "main.go", "pkg/pay/pay.go", "internal/pay/pay.go")
NESTED_GO = ("services/shop/go.mod", "services/shop/main.go", "services/shop/pay/pay.go")


@pytest.mark.parametrize(
    ("tracked", "path", "found"),
    [
        # JaCoCo and Kover: the package's folders, below a source root that is not named.
        (MAVEN, "com/acme/Shop.java", "src/main/java/com/acme/Shop.java"),
        (MODULES, "com/acme/Shop.java", "core/src/main/java/com/acme/Shop.java"),
        (("app/src/main/kotlin/Main.kt",), "Main.kt", "app/src/main/kotlin/Main.kt"),
        (MAVEN, "com/other/Shop.java", None),
        # Kotlin may leave out the folders that all packages share.
        (("src/main/kotlin/pay/Fee.kt",), "com/acme/pay/Fee.kt", None),
        # Go: the module's path in front, which only go.mod tells.
        (GO, "example.com/acme/shop/pkg/pay/pay.go", "pkg/pay/pay.go"),
        (GO, "example.com/acme/shop/internal/pay/pay.go", "internal/pay/pay.go"),
        (("pay/pay.go",), "example.com/acme/shop/v2/pay/pay.go", "pay/pay.go"),
        # .NET: absolute, or below the made-up root of deterministic builds.
        (("src/Shop/Pay.cs",), "C:\\agent\\_work\\1\\s\\src\\Shop\\Pay.cs", "src/Shop/Pay.cs"),
        (("src/Shop/Pay.cs",), "/_/src/Shop/Pay.cs", "src/Shop/Pay.cs"),
        # Ruby and Rust are absolute where they are not relative to the project.
        (("lib/pay.rb",), "/home/runner/build/shop/shop/lib/pay.rb", "lib/pay.rb"),
        (("crates/pay/src/lib.rs", "src/lib.rs"), "/w/crates/pay/src/lib.rs", "crates/pay/src/lib.rs"),
        (("Shop/Pay.swift",), "/Users/runner/build/shop/Shop/Pay.swift", "Shop/Pay.swift"),
    ],
)
def test_a_dialects_path_is_located(tracked: tuple[str, ...], path: str, found: str | None) -> None:
    assert Locator(tracked, root="/repo").locate(path).path == found


def test_one_class_in_two_source_roots_is_ambiguous() -> None:
    tracked = ("a/src/main/java/com/acme/Main.java", "b/src/main/java/com/acme/Main.java")

    assert Locator(tracked, root="/repo").locate("com/acme/Main.java").paths == tracked


def test_another_modules_file_is_taken_for_ours_without_go_mod() -> None:
    # Only go.mod could tell that this module is not the one that lives here.
    assert Locator(GO, root="/repo").locate("example.org/other/pkg/pay/pay.go").path == "pkg/pay/pay.go"


@pytest.mark.parametrize("path", ["example.com/acme/shop/main.go", "example.com/acme/shop/pkg/main.go"])
def test_a_go_file_at_the_modules_top_is_not_found_without_go_mod(path: str) -> None:
    # The suffix alone cannot tell the module's own `main.go` from somebody else's.
    assert Locator(GO, root="/repo").locate(path).path is None


@pytest.mark.parametrize("file", ["main.go", "pay/pay.go"])
def test_a_go_module_in_a_folder_is_not_found_without_go_mod(file: str) -> None:
    assert Locator(NESTED_GO, root="/repo").locate(f"example.com/acme/shop/{file}").path is None
