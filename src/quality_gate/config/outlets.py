"""What may be written for an outlet: its name, whether it is required, and the settings of its own."""

from __future__ import annotations

from dataclasses import dataclass, fields, is_dataclass, make_dataclass
from typing import Annotated, Any, ClassVar, Final, Literal, TypeAlias

from quality_gate.bind.values import setting
from quality_gate.bind.vocabulary import Kinds
from quality_gate.model.outlet import Outlet
from quality_gate.publishers.table import PUBLISHERS

_KEY: Final = "name"


@dataclass(frozen=True, kw_only=True)
class OutletSettings:
    SHORTHAND: ClassVar[str] = _KEY

    name: str = setting(doc="The outlet.", example="summary")
    required: bool = setting(default=False, doc="Whether its refusal is exit code 4.", example="true")


def _kind(title: str, names: tuple[str, ...], own: tuple[type, ...] = ()) -> type:
    named = (_KEY, Literal[names], setting(doc="The outlet.", example=names[0]))
    return make_dataclass(title, [named], bases=(*own, OutletSettings), frozen=True, kw_only=True)


def _kinds() -> tuple[type, ...]:
    """One record for all that have nothing to be set, and one for each of the others."""
    plain = tuple(name for name, outlet in PUBLISHERS.items() if not is_dataclass(outlet))
    others = [(name, type(outlet)) for name, outlet in PUBLISHERS.items() if is_dataclass(outlet)]
    return (
        _kind("Outlet", plain),
        *(_kind(f"{own.__name__}Outlet", (name,), (own,)) for name, own in others),
    )


WrittenOutlet: TypeAlias = Annotated[Any, Kinds(_KEY, _kinds())]


def outlet_of(written: Any) -> Outlet:
    own = type(PUBLISHERS[written.name])
    if not is_dataclass(own):
        return Outlet(written.name, written.required)
    settings = own(**{one.name: getattr(written, one.name) for one in fields(own)})
    return Outlet(written.name, written.required, settings)
