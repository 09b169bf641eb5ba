"""Every bench in turn, under its own heading: `python -m bench [NAME…]`; `--quick` takes the small sizes alone."""

from __future__ import annotations

import argparse
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).parent
# Those that are parts of others, or how measuring is done.
_NO_BENCH = frozenset({"__init__", "__main__", "measure", "methods", "workbooks"})
_QUICK = {"intake": ("--sizes", "1000", "--rounds", "1"), "growth": ("--sizes", "100", "1000")}


def names() -> list[str]:
    """Every file here that is run by itself, so that a new bench needs no line here."""
    files = sorted(path for path in HERE.glob("*.py") if path.stem not in _NO_BENCH)
    return [path.stem for path in files if 'if __name__ == "__main__"' in path.read_text(encoding="utf-8")]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("names", nargs="*", choices=[*names(), []], help="which; all where none is named")
    parser.add_argument("--quick", action="store_true")
    chosen = parser.parse_args()
    failed = []
    for name in chosen.names or names():
        print(f"## {name}\n", flush=True)
        words = _QUICK.get(name, ()) if chosen.quick else ()
        done = subprocess.run([sys.executable, "-m", f"bench.{name}", *words], cwd=HERE.parent, check=False)
        failed += [name] if done.returncode else []
        print(flush=True)
    if failed:
        print(f"failed: {', '.join(failed)}")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
