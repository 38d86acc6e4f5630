#!/bin/sh
# One writer in each language, one of format 1 beside them, and one reader that sees them all while
# they run: `make demo`.
set -eu
cd "$(dirname "$0")/.."
prefix=${MMSTATS_PREFIX:?where make install put the library}
build=build/demo
export LD_LIBRARY_PATH="$prefix/lib"
export PKG_CONFIG_PATH="$prefix/lib/pkgconfig"
export MMSTATS_LIBRARY="$prefix/lib/libmmstats.so"
export PYTHONPATH=bindings/python PYTHONDONTWRITEBYTECODE=1
# The JDK that Maven takes.
jdk=${JAVA_HOME:+$JAVA_HOME/bin/}

mkdir -p "$build"
cc -std=c11 -O2 examples/c/web.c -o "$build/web-c" $(pkg-config --cflags --libs mmstats)
c++ -std=c++17 -O2 examples/cpp/web.cpp -o "$build/web-cpp" $(pkg-config --cflags --libs mmstats)
cp target/release/web-rust "$build/web-rust"
mvn -q -f bindings/java/pom.xml -DskipTests -Dmaven.javadoc.skip package
jar=bindings/java/target/mmstats-$(sed -n 's/^version = "\(.*\)"/\1/p' Cargo.toml).jar
"${jdk}javac" -cp "$jar" -d "$build" examples/java/*.java

MMSTATS_PATH=$(mktemp -d)
export MMSTATS_PATH
writers=""
clean_up() {
    for writer in $writers; do kill "$writer" 2>/dev/null || true; done
    wait
    rm -rf "$MMSTATS_PATH"
}
trap clean_up EXIT
trap 'exit 130' INT TERM

for program in "$build/web-rust" "$build/web-c" "$build/web-cpp" "python3 examples/python/web.py" \
    "${jdk}java --enable-native-access=ALL-UNNAMED -cp $jar:$build Web" \
    "python3 examples/python/web_v1.py"; do
    $program >/dev/null &
    writers="$writers $!"
done

# Each writer is there once its file is.
tries=0
while [ "$(ls "$MMSTATS_PATH" | grep -c '\.mmstats$')" -lt 6 ]; do
    tries=$((tries + 1))
    if [ $tries -gt 200 ]; then
        echo "demo: a writer did not create its file within 20 seconds" >&2
        exit 1
    fi
    sleep 0.1
done

echo "Six programs publish statistics in $MMSTATS_PATH: one in each language, and web_v1.py in"
echo "format 1, that of mmstats 0.8.0. What they say now:"
echo
"$prefix/bin/mmstats" slurp
sleep 1
echo "A second later:"
echo
"$prefix/bin/mmstats" slurp
