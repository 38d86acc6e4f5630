"""README.md tells the truth: its code runs, and the command shows what it says."""

import os
import re
import subprocess
import sys
from pathlib import Path


def block(readme: str, language: str) -> str:
    """The first block of code of that language."""
    found = re.search(rf"```{language}\n(.*?)```", readme, re.S)
    assert found, f"README.md has no {language} block"
    return found[1]


def labels(shown: str) -> list[str]:
    """The labels of a slurp."""
    return [line.split()[0] for line in shown.splitlines() if line.startswith("  ")]


def test_the_first_program_publishes_what_the_readme_shows(root: Path, command: Path, tmp_path: Path) -> None:
    readme = (root / "README.md").read_text()
    variables = {**os.environ, "MMSTATS_PATH": str(tmp_path)}
    variables.pop("MMSTATS_GLOB", None)
    variables.pop("MMSTATS_FILES", None)
    program = tmp_path / "web.py"
    program.write_text(block(readme, "python"))
    subprocess.run([sys.executable, program], env=variables, check=True)
    slurped = subprocess.run([command, "slurp"], env=variables, check=True, capture_output=True, text=True)
    assert labels(slurped.stdout) == labels(block(readme, "console"))
    assert 'http.requests{code="200"} 1\n' in slurped.stdout
    assert re.search(r"http\.latency +count=1 mean=\d+ p50=\d+ p90=\d+ p99=\d+ max=\d+ ns\n", slurped.stdout)
    assert re.search(r"^==> .*/web\.py-\d+-\d+\.mmstats \(web, pid \d+, dead, closed\)$", slurped.stdout, re.M)


def test_every_link_and_folder_of_the_readme_is_there(root: Path) -> None:
    readme = (root / "README.md").read_text()
    for link in re.findall(r"\]\(([^)#]+)\)", readme):
        assert (root / link).exists(), f"README.md links to {link}, which isn't there"


def test_every_folder_is_on_the_map(root: Path) -> None:
    readme = (root / "README.md").read_text()
    listed = subprocess.run(["git", "ls-files"], cwd=root, check=True, capture_output=True, text=True)
    folders = {line.split("/")[0] for line in listed.stdout.splitlines() if "/" in line}
    missing = {folder for folder in folders if not folder.startswith(".") and f"{folder}/" not in readme}
    assert not missing, f"README.md's map lacks {sorted(missing)}"
