#!/bin/sh
# Builds the C and C++ agents into build/agents, against the tree installed in MMSTATS_PREFIX.
set -eu
cd "$(dirname "$0")/../.."
prefix=${MMSTATS_PREFIX:?the folder that make install was given}
out=build/agents

export PKG_CONFIG_PATH="$prefix/lib/pkgconfig"
flags="$(pkg-config --cflags --libs mmstats) -Wl,-rpath,$prefix/lib"
warnings="-Wall -Wextra -Wpedantic -Wconversion -Wshadow -Werror"
mkdir -p "$out"
${CC:-cc} -std=c11 -D_GNU_SOURCE -O2 $warnings tests/agents/agent.c tests/agents/agent2.c -o "$out/agent-c" $flags
${CXX:-c++} -std=c++17 -O2 $warnings tests/agents/agent.cpp tests/agents/agent2.cpp \
    -o "$out/agent-cpp" $flags
