#!/bin/sh
# Builds the example of a language against a copy of the installed tree, so that it shows whether
# that can be moved, and runs it.
#
#   example.sh c|cpp pkg-config|cmake PREFIX FOLDER
set -eu
language=$1 way=$2 prefix=$3 folder=$4
source=$(cd "$(dirname "$0")/../../examples/$language" && pwd)

rm -rf "$folder"
mkdir -p "$folder/moved" "$folder/stats"
cp -R "$prefix/include" "$prefix/lib" "$folder/moved/"
moved=$folder/moved

case $way in
pkg-config)
    export PKG_CONFIG_PATH="$moved/lib/pkgconfig" LD_LIBRARY_PATH="$moved/lib"
    flags=$(pkg-config --cflags --libs "mmstats >= 1.0.0-alpha.1")
    case $language in
    c) "${CC:-cc}" -std=c11 "$source/web.c" -o "$folder/web" $flags ;;
    cpp) "${CXX:-c++}" -std=c++17 "$source/web.cpp" -o "$folder/web" $flags ;;
    esac
    ;;
cmake)
    cmake -S "$source" -B "$folder" -Dmmstats_DIR="$moved/lib/cmake/mmstats"
    cmake --build "$folder"
    ;;
esac

expect() { # WANTED FOUND: that a line begins so
    case $2 in
    "$1"*) ;;
    *)
        echo "example.sh: expected '$1...', found '$2'" >&2
        exit 1
        ;;
    esac
}

# For some time, and then until it is told to end. The file stays both times.
export MMSTATS_PATH="$folder/stats"
expect "Served" "$("$folder/web" 0.1 | tail -n 1)"
mkfifo "$folder/output"
"$folder/web" >"$folder/output" &
exec 3<"$folder/output"
read -r line <&3
expect "Statistics are in $MMSTATS_PATH/web-" "$line"
kill -TERM $!
read -r line <&3
expect "Served" "$line"
wait $!
expect 2 "$(grep -l web.requests "$MMSTATS_PATH"/*.mmstats | wc -l | tr -d ' ')"
