"""sqlite-utils without pandas and numpy, which it loads wherever they are installed.

The process that writes the dataset beside a crawl took 128 MB and 2.3 s to start with them, 60 MB without; what they
are for, columns of their types, does not occur here.
"""

from __future__ import annotations

import sys

_UNUSED = tuple(name for name in ("pandas", "numpy") if name not in sys.modules)

# None in `sys.modules` makes an import raise ModuleNotFoundError (The Python Language Reference, 5.3.1).
sys.modules |= dict.fromkeys(_UNUSED)  # type: ignore[arg-type]
try:
    from sqlite_utils import Database
finally:
    for name in _UNUSED:
        del sys.modules[name]

__all__ = ["Database"]
