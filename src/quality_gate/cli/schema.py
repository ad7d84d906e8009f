"""`schema`: print the JSON Schema of the configuration, or of the record."""

from __future__ import annotations

import argparse
import json

from quality_gate.world.console import Console


def configure(parser: argparse.ArgumentParser) -> None:
    parser.epilog = "For an editor: # yaml-language-server: $schema=./quality-gate.schema.json\n"
    parser.add_argument(
        "what",
        choices=("config", "record"),
        nargs="?",
        default="config",
        help="whose schema (default: config)",
    )


def execute(arguments: argparse.Namespace) -> int:
    if arguments.what == "record":
        from quality_gate.renderers.record import record_schema

        schema = record_schema()
    else:
        from quality_gate.config.assemble import configuration
        from quality_gate.config.schema import json_schema

        schema = json_schema(configuration(), "Quality Gate configuration")
    Console().say(json.dumps(schema, indent=2, ensure_ascii=False))
    return 0
