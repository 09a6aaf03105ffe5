"""The recorder of a run, whoever is asked: the blog itself, or a web archive that keeps it."""

from __future__ import annotations

import re
from collections.abc import Mapping

from .. import __version__
from ..archive.config import Config
from ..archive.folder import ArchiveFolder
from ..archive.journal.journal import Journal
from ..archive.recording.recorder import Recorder
from .pace.politeness import host_of


def recorder_of(folder: ArchiveFolder, journal: Journal, config: Config, told: Mapping[str, str]) -> Recorder:
    """A recorder whose warcinfo says who asked for what, and what is `told` besides."""
    fields = {"http-header-user-agent": config.agent, "isPartOf": config.url, **told}
    if config.operator:
        fields["operator"] = config.operator
    return Recorder(
        folder,
        journal,
        prefix=re.sub(r"[^a-z0-9.-]+", "-", host_of(config.url)).strip("-.") or "blog",
        software=f"blogark/{__version__}",
        config=config.as_json(),
        warcinfo=fields,
        min_free_disk=config.min_free_disk,
    )
