#!/bin/sh
# Builds the examples of a language against a copy of the installed tree, so that it shows whether
# that can be moved, and runs them: one of each format.
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
    for program in web web_v1; do
        case $language in
        c) "${CC:-cc}" -std=c11 "$source/$program.c" -o "$folder/$program" $flags ;;
        cpp) "${CXX:-c++}" -std=c++17 "$source/$program.cpp" -o "$folder/$program" $flags ;;
        esac
    done
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

mkfifo "$folder/output"
export MMSTATS_PATH="$folder/stats"

# For some time, and then until it is told to end. The file stays both times.
check() { # PROGRAM NAME: that it publishes something of that name
    expect "Served" "$("$folder/$1" 0.1 | tail -n 1)"
    "$folder/$1" >"$folder/output" &
    exec 3<"$folder/output"
    read -r line <&3
    expect "Statistics are in $MMSTATS_PATH/$1-" "$line"
    kill -TERM $!
    read -r line <&3
    expect "Served" "$line"
    wait $!
    expect 2 "$(grep -l "$2" "$MMSTATS_PATH/$1"-*.mmstats | wc -l | tr -d ' ')"
}

check web http.requests
check web_v1 web.requests
