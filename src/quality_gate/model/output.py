"""Where everything that the gate writes stands, relative to the configuration's folder."""

from __future__ import annotations

from typing import Final

FOLDER: Final = "quality-gate"  # not hidden: artifact uploads leave hidden folders out
ARTIFACT: Final = FOLDER  # what workflows upload it as
RECORD: Final = f"{FOLDER}/record.json"
REPORT: Final = f"{FOLDER}/report.md"
ENVELOPES: Final = f"{FOLDER}/envelopes"
ENVELOPE_FILE: Final = "envelope.json"
SIGHTINGS_FILE: Final = "sightings.json"  # what probes saw
