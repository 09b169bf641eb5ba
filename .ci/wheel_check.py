"""Builds the wheel, installs it in an empty environment and runs the demonstration year there, away from the tree."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import venv
from pathlib import Path

TREE = Path(__file__).resolve().parent.parent


def check(folder: Path) -> None:
    """Raises where the installed program does not do what the tree's does."""
    tell("正在构建安装包……")
    run(sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", folder, TREE, cwd=TREE)
    (wheel,) = folder.glob("*.whl")
    tell(f"正在空白环境中安装 {wheel.name}……")
    empty = folder / "empty"
    venv.create(empty, with_pip=True)
    scripts = empty / ("Scripts" if os.name == "nt" else "bin")
    run(scripts / "python", "-m", "pip", "--disable-pip-version-check", "install", "--quiet", wheel, cwd=folder)
    year = folder / "year"
    said = run(scripts / "gyga-desk", "demo", year, "--no-window", "--json", cwd=folder)
    sheets = json.loads(said)["sheets"]
    if not sheets or not any(year.rglob("*.pdf")):
        raise SystemExit(f"安装后的程序没有印出审批表:{said}")
    tell(f"安装包可用:空白环境中的演示年度印出 {len(sheets)} 份审批表。")


def run(*words: str | Path, cwd: Path) -> str:
    """What a program said, where it ended well; it sees neither this tree nor the person's own data."""
    own = {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "COV_"))}
    own |= {"XDG_DATA_HOME": str(cwd), "QT_QPA_PLATFORM": "offscreen", "PYTHONUTF8": "1"}
    done = subprocess.run(
        [str(word) for word in words], cwd=cwd, env=own, capture_output=True, encoding="utf-8", check=False
    )
    if done.returncode:
        raise SystemExit(f"{' '.join(map(str, words))} 以 {done.returncode} 结束:\n{done.stdout}{done.stderr}")
    return done.stdout


def tell(sentence: str) -> None:
    print(sentence, flush=True)


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as name:
        check(Path(name))
