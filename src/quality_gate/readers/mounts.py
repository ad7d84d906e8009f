"""Where folders of another machine lie in the repository, as the clear paths of a report show."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping

from quality_gate.readers.candidates import Located, in_module, is_absolute, normal

Mount = tuple[str, str]  # a folder there, and the one that it is here


def settled(
    where: Mapping[str, Located], exact: Collection[str], like: Callable[[str], Located], report: str
) -> dict[str, Located]:
    """Each absolute path's place; `like` gives all files that end as a path does.

    `/app/src/lib.rs` may be our `src/lib.rs`, and as well that of a package that was mounted alone. Where
    `/app/src/shop.rs` can only be `src/shop.rs`, it is the first.
    """
    far = {
        path: in_module(Located(tuple(sorted({*found.paths, *like(path).paths}))), report)
        for path, found in where.items()
        if found.paths and path not in exact and is_absolute(normal(path))
    }
    mounts = {_mount(normal(path), found.path) for path, found in far.items() if found.path}
    return {**where, **{path: _by_mount(path, found, mounts) for path, found in far.items()}}


def _by_mount(path: str, found: Located, mounts: set[Mount]) -> Located:
    plain = normal(path)
    fitting = tuple(one for one in found.paths if _mount(plain, one) in mounts)
    return Located(fitting) if len(fitting) == 1 else found


def _mount(there: str, here: str) -> Mount:
    """What stands before the end that both have in common."""
    far, near = there.split("/"), here.split("/")
    while far and near and far[-1] == near[-1]:
        far.pop()
        near.pop()
    return "/".join(far), "/".join(near)
