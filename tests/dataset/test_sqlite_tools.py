"""What the extracting process loads."""

import subprocess
import sys

PROGRAM = """
import sys
sys.modules.pop("numpy", None)
import blogark.dataset.writing.migrations
print(sorted({"pandas", "numpy"} & set(sys.modules)))
import importlib.util
if importlib.util.find_spec("numpy"):
    import numpy
"""


def test_the_writer_of_the_dataset_loads_no_pandas_and_others_still_can() -> None:
    done = subprocess.run([sys.executable, "-c", PROGRAM], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"
