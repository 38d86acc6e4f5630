"""What pyproject.toml can't say: the C extension, without which the package is built where there is
no compiler, or no GIL; and the C library, without which it isn't."""

import sys
import sysconfig
from pathlib import Path

from setuptools import Extension, setup

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))

from build_commands import COMMANDS, Package  # noqa: E402  (beside this file)
from build_library import sources  # noqa: E402

SPEED = Extension(
    "mmstats._speed",
    sources=sorted(str(path.relative_to(HERE)) for path in HERE.glob("src/*.c")),
    depends=sorted(str(path.relative_to(HERE)) for path in HERE.glob("src/*.h")),
    include_dirs=[str(root / "include") for root in [sources()] if root],
    # One file for 3.10 and all that follow: an increment takes no longer than in one for a version.
    define_macros=[("Py_LIMITED_API", "0x030A0000")],
    py_limited_api=True,
    libraries=["m"],
    # What is for debuggers names folders of the machine that built it.
    extra_compile_args=["-std=c11", "-fvisibility=hidden", "-g0"],
    optional=True,
)
EXTENDED = not sysconfig.get_config_var("Py_GIL_DISABLED")

setup(
    distclass=Package,
    cmdclass=COMMANDS,
    ext_modules=[SPEED] if EXTENDED else [],
    options={"bdist_wheel": {"py_limited_api": "cp310"}} if EXTENDED else {},
)
