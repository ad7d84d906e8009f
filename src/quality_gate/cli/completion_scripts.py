"""The completion scripts themselves, one function for each shell."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Final

from quality_gate.cli.described import Called, Option

_FOLDERS: Final = ("DIR",)
_FILES: Final = ("FILE",)


def bash(top: Sequence[Option], commands: Sequence[Called]) -> str:
    rows = "\n".join(
        f'    {one.name}) words="{" ".join([*_names(one.options), *one.choices])}" ;;' for one in commands
    )
    files = "|".join(f'"{one.name} "*' for one in commands if one.files)
    return f"""\
# bash completion for quality-gate
_quality_gate() {{
  local current="${{COMP_WORDS[COMP_CWORD]}}" before="${{COMP_WORDS[COMP_CWORD-1]}}"
  local command="" words="" word kind=""
  for word in "${{COMP_WORDS[@]:1:COMP_CWORD-1}}"; do
    case "$word" in
      {"|".join(one.name for one in commands)}) command="$word"; break ;;
    esac
  done
  case "$command $before" in
{_bash_values(commands)}
  esac
  if [ -z "$kind$words" ]; then
    case "$command" in
{rows}
    "") words="{" ".join([*(one.name for one in commands), *_names(top)])}" ;;
    esac
    case "$command $current" in *" -"*) ;; {files}) kind=files ;; esac
  fi
  COMPREPLY=()
  while IFS= read -r word; do [ -n "$word" ] && COMPREPLY+=("$word"); done < <(
    [ -n "$words" ] && compgen -W "$words" -- "$current"
    [ "$kind" = folders ] && compgen -d -- "$current"
    [ "$kind" = files ] && compgen -f -- "$current"
    true
  )
}}
complete -o filenames -F _quality_gate quality-gate
"""


def zsh(top: Sequence[Option], commands: Sequence[Called]) -> str:
    rows = "\n".join(f"    {_single(f'{_colon(one.name)}:{one.help}')}" for one in commands)
    cases = "\n".join(
        f"    {one.name})\n      _arguments -s \\\n{_zsh_arguments(one)}\n      ;;" for one in commands
    )
    return f"""\
#compdef quality-gate
_quality_gate() {{
  local -a commands
  commands=(
{rows}
  )
  local command=""
  local word
  for word in "${{(@)words[2,CURRENT-1]}}"; do
    if (( ${{commands[(I)${{word}}:*]}} )); then command="$word"; break; fi
  done
  case "$command" in
    "")
      _describe command commands
      compadd -- {" ".join(_names(top))}
      ;;
{cases}
  esac
}}
compdef _quality_gate quality-gate
"""


def fish(top: Sequence[Option], commands: Sequence[Called]) -> str:
    lines = ["# fish completion for quality-gate", "complete -c quality-gate -f"]
    lines += [_fish("__fish_use_subcommand", option) for option in top]
    lines += [
        f"complete -c quality-gate -n __fish_use_subcommand -a {one.name} -d {_fish_quoted(one.help)}"
        for one in commands
    ]
    for one in commands:
        seen = f"'__fish_seen_subcommand_from {one.name}'"
        lines += [f"complete -c quality-gate -n {seen} -F"] if one.files else []
        if one.choices:
            lines.append(f"complete -c quality-gate -n {seen} -a {_fish_quoted(' '.join(one.choices))}")
        lines += [_fish(seen, option) for option in one.options]
    return "\n".join(lines) + "\n"


SCRIPTS: Final[Mapping[str, Callable[[Sequence[Option], Sequence[Called]], str]]] = {
    "bash": bash,
    "zsh": zsh,
    "fish": fish,
}


def _names(options: Iterable[Option]) -> list[str]:
    return [name for option in options for name in option.names]


def _bash_values(commands: Sequence[Called]) -> str:
    """What may stand behind each option that takes a value."""
    return "\n".join(
        f'    "{one.name} {name}") {_bash_value(option)} ;;'
        for one in commands
        for option in one.options
        if option.takes
        for name in option.names
    )


def _bash_value(option: Option) -> str:
    if option.choices:
        return f'words="{" ".join(option.choices)}"'
    if option.takes in _FOLDERS:
        return "kind=folders"
    return "kind=files" if option.takes in _FILES else "kind=anything"


def _zsh_arguments(one: Called) -> str:
    lines = []
    for option in one.options:
        for name in option.names:
            value = f":{option.takes}:{_zsh_value(option)}" if option.takes else ""
            lines.append(f"        {_single(f'{name}[{_bracket(option.help)}]{value}')} \\")
    rest = f"({' '.join(one.choices)})" if one.choices else "_files" if one.files else " "
    lines.append(f"        {_single(f'*:argument:{rest}')}")
    return "\n".join(lines)


def _zsh_value(option: Option) -> str:
    if option.choices:
        return f"({' '.join(option.choices)})"
    if option.takes in _FOLDERS:
        return "_files -/"
    return "_files" if option.takes in _FILES else " "


def _fish(condition: str, option: Option) -> str:
    parts = [f"complete -c quality-gate -n {condition}"]
    parts += [f"-l {name[2:]}" if name.startswith("--") else f"-s {name[1:]}" for name in option.names]
    if option.choices:
        parts.append(f"-x -a {_fish_quoted(' '.join(option.choices))}")
    elif option.takes in _FOLDERS:
        parts.append("-x -a '(__fish_complete_directories)'")
    elif option.takes:
        parts.append("-r -F" if option.takes in _FILES else "-x")
    return " ".join([*parts, f"-d {_fish_quoted(option.help)}"])


def _single(text: str) -> str:
    return "'" + text.replace("'", "'\\''") + "'"


def _fish_quoted(text: str) -> str:
    return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'"


def _colon(text: str) -> str:
    return text.replace(":", "\\:")


def _bracket(text: str) -> str:
    return text.replace("[", "\\[").replace("]", "\\]").replace(":", "\\:")
