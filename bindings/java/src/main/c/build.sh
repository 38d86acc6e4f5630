#!/bin/sh
# Builds libmmstats_jni.so: the native methods, with libmmstats in it. Maven calls it.
#
#   build.sh JAVA_HOME ROOT HEADERS OUT
#
# JAVA_HOME  the JDK whose jni.h is taken
# ROOT       the tree that has include/ and target/release, where MMSTATS_PREFIX doesn't name a
#            folder that `make install` was given
# HEADERS    what javac -h wrote
# OUT        the folder to leave the library in
set -eu

java_home=$1 root=$2 headers=$3 out=$4
here=$(cd "$(dirname "$0")" && pwd)
if [ -n "${MMSTATS_PREFIX:-}" ]; then
    include=$MMSTATS_PREFIX/include
    archive=$MMSTATS_PREFIX/lib/libmmstats.a
else
    include=$root/include
    archive=${CARGO_TARGET_DIR:-$root/target}/release/libmmstats.a
fi
if [ ! -e "$archive" ]; then
    echo "build.sh: no $archive: run 'cargo build --release -p mmstats-capi', or set" \
        "MMSTATS_PREFIX to a folder that make install was given" >&2
    exit 1
fi
jni=
for folder in "$java_home/include" "$java_home"/include/*/; do
    jni="$jni -isystem $folder"
done

# Only the native methods are exported: an application may load libmmstats.so, or another copy of
# this, beside it. Once loaded it stays: a class loader that goes must not take the code from
# under threads that are still in it.
mkdir -p "$out"
# shellcheck disable=SC2086 # $jni is a list
${CC:-cc} -std=c11 -D_GNU_SOURCE -O2 -fPIC -shared -fvisibility=hidden \
    -Wall -Wextra -Wpedantic -Wconversion -Wshadow -Werror \
    -I"$headers" -I"$include" $jni \
    "$here"/*.c "$archive" -o "$out/libmmstats_jni.so.new" \
    -Wl,--version-script="$here/exports.map" -Wl,--no-undefined -Wl,--gc-sections -Wl,-s \
    -Wl,-z,nodelete,-z,relro,-z,now -lpthread -ldl -lm -lgcc_s
# A Java program may have the old one loaded: it is replaced, never written over.
mv "$out/libmmstats_jni.so.new" "$out/libmmstats_jni.so"
