"""The Java development kits of this machine."""

import os
import re
import shutil
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, order=True)
class Jdk:
    """A JDK: its feature number, such as 17, and its folder."""

    version: int
    home: Path

    @property
    def java(self) -> Path:
        """Its virtual machine."""
        return self.home / "bin/java"


def in_use() -> Jdk:
    """The one that Maven takes: JAVA_HOME's, else that of `java`."""
    home = os.environ.get("JAVA_HOME")
    java = Path(home) / "bin/java" if home else Path(shutil.which("java") or "/usr/bin/java")
    return at(java.resolve().parent.parent)


def newer(than: Jdk) -> Jdk | None:
    """The newest that stands beside that one, as the tests of Java look for it too; None where none
    is newer."""
    homes = {java.resolve().parent.parent for java in than.home.parent.glob("*/bin/java")}
    newest = max([than, *map(at, homes)])
    return newest if newest.version > than.version else None


def at(home: Path) -> Jdk:
    """The JDK in that folder; of version 0 where it doesn't say which it is."""
    release = home / "release"
    said = release.read_text() if release.exists() else ""
    found = re.search(r'^JAVA_VERSION="(?:1\.)?(\d+)', said, re.M)
    return Jdk(int(found[1]) if found else 0, home)
