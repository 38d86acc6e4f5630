#!/bin/sh
# Builds the programs that count, against the tree installed in MMSTATS_PREFIX and the classes that
# `mvn verify` left in bindings/java, into build/torture. What can't be built isn't there then.
set -eu
cd "$(dirname "$0")/../../.."
prefix=${MMSTATS_PREFIX:?the folder that make install was given}
programs=tests/torture/programs
out=build/torture
jdk=${JAVA_HOME:+$JAVA_HOME/bin/}

export PKG_CONFIG_PATH="$prefix/lib/pkgconfig"
flags="$(pkg-config --cflags --libs mmstats) -pthread -Wl,-rpath,$prefix/lib"
warnings="-Wall -Wextra -Wpedantic -Wconversion -Wshadow -Werror"
mkdir -p "$out"
${CC:-cc} -std=c11 -D_GNU_SOURCE -O2 $warnings $programs/count.c -o "$out/count-c" $flags
${CXX:-c++} -std=c++17 -O2 $warnings $programs/count.cpp -o "$out/count-cpp" $flags
if [ -e bindings/java/target/classes/org/mmstats/Writer.class ]; then
    "${jdk}javac" -cp bindings/java/target/classes -d "$out" $programs/Count.java
fi
