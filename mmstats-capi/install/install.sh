#!/bin/sh
# Lays out what a program needs to be built with libmmstats and to run: `make install` calls it.
#
#   install.sh PREFIX DESTDIR TARGET
#
# PREFIX   where the files are going to be used, an absolute path, such as /usr/local
# DESTDIR  what stands before PREFIX while a package is made of them; may be empty
# TARGET   the folder in which cargo left the release build
#
# What it leaves can be moved as a whole: no file names PREFIX.
set -eu

if [ $# -ne 3 ]; then
    echo "usage: install.sh PREFIX DESTDIR TARGET" >&2
    exit 2
fi
case $1 in
/*) prefix=$2$1 ;;
*)
    echo "install.sh: PREFIX is an absolute path, not '$1'" >&2
    exit 2
    ;;
esac
target=$3
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../.." && pwd)

# The first version of the workspace's manifest is that of its packages.
version=$(sed -n 's/^version = "\(.*\)"$/\1/p' "$root/Cargo.toml" | head -n 1)
# CMake compares numbers only: 1.0.0-alpha.1 is 1.0.0 there.
number=${version%%-*}
# The library itself says what programs will look for: mmstats-capi/build.rs.
soname=$(readelf -d "$target/libmmstats.so" | sed -n 's/.*(SONAME).*\[\(.*\)\]$/\1/p')
if [ -z "$version" ] || [ -z "$soname" ]; then
    echo "install.sh: no version in $root/Cargo.toml, or no SONAME in $target/libmmstats.so" >&2
    exit 1
fi

# A file that stands there is replaced, never written over: programs may have it mapped.
put() { # MODE FILE... FOLDER
    mode=$1
    shift
    install -m "$mode" "$@"
}

fill_in() { # TEMPLATE FILE
    sed -e "s|@VERSION@|$version|g" -e "s|@NUMBER@|$number|g" -e "s|@SONAME@|$soname|g" "$1" >"$2"
    chmod 644 "$2"
}

mkdir -p "$prefix/bin" "$prefix/include/mmstats/v1" "$prefix/include/mmstats/inline" \
    "$prefix/lib/pkgconfig" "$prefix/lib/cmake/mmstats"

put 755 "$target/libmmstats.so" "$prefix/lib/$soname.$version"
ln -sf "$soname.$version" "$prefix/lib/$soname"
ln -sf "$soname" "$prefix/lib/libmmstats.so"
put 644 "$target/libmmstats.a" "$prefix/lib"
put 755 "$target/mmstats" "$prefix/bin"
# The name that mmstats 0.8.0 has for 'mmstats clean'.
ln -sf mmstats "$prefix/bin/cleanstats"
put 644 "$root"/include/*.h "$root"/include/*.hpp "$prefix/include"
put 644 "$root"/include/mmstats/*.hpp "$prefix/include/mmstats"
put 644 "$root"/include/mmstats/inline/*.h "$prefix/include/mmstats/inline"
put 644 "$root"/include/mmstats/v1/*.hpp "$prefix/include/mmstats/v1"
fill_in "$here/mmstats.pc.in" "$prefix/lib/pkgconfig/mmstats.pc"
for template in "$here"/mmstatsConfig*.cmake.in; do
    fill_in "$template" "$prefix/lib/cmake/mmstats/$(basename "$template" .in)"
done
echo "mmstats $version is in $prefix"
