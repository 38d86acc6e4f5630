"""What setuptools does besides, to build a package with a library in it."""

import os
import shutil
import subprocess
from pathlib import Path

from setuptools import Command, Distribution
from setuptools.command.bdist_wheel import bdist_wheel
from setuptools.command.build import build
from setuptools.command.build_ext import build_ext
from setuptools.command.sdist import sdist
from setuptools.errors import SetupError

import build_library


class Package(Distribution):
    """A package for one platform, also where no extension is built."""

    def has_ext_modules(self) -> bool:
        return True


class Build(build):
    """Builds from nothing, and the library too."""

    sub_commands = [*build.sub_commands, ("build_library", None)]

    def run(self) -> None:
        # What an earlier build left would go into the package.
        shutil.rmtree(self.build_lib, ignore_errors=True)
        super().run()


class BuildExtension(build_ext):
    """Builds the extension for any Python of its kind."""

    def build_extensions(self) -> None:
        # A Python may say where its own library is, which the extension has no need of.
        linker = self.compiler.linker_so
        self.compiler.linker_so = [one for one in linker if not one.startswith("-Wl,-rpath")]
        super().build_extensions()


class BuildLibrary(Command):
    """Puts the library into the package."""

    description = "put libmmstats into the package"
    user_options = []
    editable_mode = False

    def initialize_options(self) -> None:
        self.build_lib = None

    def finalize_options(self) -> None:
        self.set_undefined_options("build", ("build_lib", "build_lib"))

    def run(self) -> None:
        # An editable package is used where it stands.
        folder = build_library.HERE if self.editable_mode else Path(self.build_lib)
        packaged = folder / build_library.PACKAGED
        packaged.parent.mkdir(parents=True, exist_ok=True)
        # Beside it and then in its place: a program may have it mapped.
        fresh = packaged.with_suffix(".new")
        shutil.copyfile(build_library.library(), fresh)
        if strip := shutil.which("strip"):
            # Most of it is for debuggers.
            subprocess.run([strip, "--strip-debug", fresh], check=True)
        os.replace(fresh, packaged)

    def get_source_files(self) -> list[str]:
        return []

    def get_outputs(self) -> list[str]:
        return [str(Path(self.build_lib) / build_library.PACKAGED)]

    def get_output_mapping(self) -> dict[str, str]:
        return {}


class Wheel(bdist_wheel):
    """Says for which Pythons the package is."""

    def get_tag(self) -> tuple[str, str, str]:
        python, abi, platform = super().get_tag()
        package = Path(self.get_finalized_command("build").build_lib) / "mmstats"
        if any(package.glob("_speed.*.so")):
            return python, abi, platform
        # The extension is optional, and nothing in the library is Python's.
        return "py3", "none", platform


class Source(sdist):
    """Carries the sources of the library."""

    def make_release_tree(self, base_dir: str, files: list[str]) -> None:
        super().make_release_tree(base_dir, files)
        root = build_library.sources()
        if root is None:
            raise SetupError("a source distribution is made in the repository of mmstats alone")
        build_library.carry(root, Path(base_dir) / build_library.CARRIED.name)


COMMANDS = {
    "bdist_wheel": Wheel,
    "build": Build,
    "build_ext": BuildExtension,
    "build_library": BuildLibrary,
    "sdist": Source,
}
