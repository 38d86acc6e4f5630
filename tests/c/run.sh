#!/bin/sh
# The tests of libmmstats in C and in C++, against the tree installed in MMSTATS_PREFIX: as they
# are, under valgrind, and with sanitizers. The examples are built and run too.
set -eu
cd "$(dirname "$0")/../.."
prefix=${MMSTATS_PREFIX:?the folder that make install was given}
build=build/tests-c

configure() { # FOLDER OPTIONS...
    folder=$1
    shift
    echo "== $folder $*"
    cmake -S tests/c -B "$folder" -Dmmstats_DIR="$prefix/lib/cmake/mmstats" "$@" >"$folder.log" ||
        { cat "$folder.log"; exit 1; }
    cmake --build "$folder" --parallel 2 >"$folder.log" || { cat "$folder.log"; exit 1; }
}

check() { # FOLDER OPTIONS...
    folder=$1
    shift
    (cd "$folder" && ctest --output-on-failure --parallel 2 "$@")
}

mkdir -p "$build"
configure "$build/plain" -DMMSTATS_TEST_LAUNCHER=
check "$build/plain"
valgrind="valgrind;--quiet;--error-exitcode=9;--leak-check=full"
valgrind="$valgrind;--show-leak-kinds=definite;--errors-for-leak-kinds=definite"
configure "$build/plain" -DMMSTATS_TEST_LAUNCHER="$valgrind"
check "$build/plain" --label-exclude example
configure "$build/sanitized" -DMMSTATS_TEST_SANITIZERS=address,undefined \
    -DMMSTATS_TEST_FIXTURES="$PWD/conformance"
check "$build/sanitized" --label-exclude example
