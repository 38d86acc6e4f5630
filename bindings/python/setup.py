"""What pyproject.toml can't say: the C extension. Without a compiler, or a GIL, the package is built
without it."""

import sysconfig
from pathlib import Path

from setuptools import Extension, setup

HERE = Path(__file__).parent

SPEED = Extension(
    "mmstats._speed",
    sources=sorted(str(path.relative_to(HERE)) for path in HERE.glob("src/*.c")),
    depends=sorted(str(path.relative_to(HERE)) for path in HERE.glob("src/*.h")),
    include_dirs=[str(HERE / "../../include")],
    # One file for 3.10 and all that follow: an increment takes as long as in a file for one version.
    define_macros=[("Py_LIMITED_API", "0x030A0000")],
    py_limited_api=True,
    libraries=["m"],
    extra_compile_args=["-std=c11", "-fvisibility=hidden"],
    optional=True,
)

setup(ext_modules=[] if sysconfig.get_config_var("Py_GIL_DISABLED") else [SPEED])
