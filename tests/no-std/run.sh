#!/bin/sh
# Builds mmstats-core into a program without std or an allocator, shows that neither is in it, and
# runs it from C. Needs cargo, nm and a C compiler (CC, else cc). Each check that passes is a line
# that begins with "ok".
set -eu
here=$(cd "$(dirname "$0")" && pwd)
target=${CARGO_TARGET_DIR:-$here/../../target}/no-std
library=$target/release/libmmstats_no_std.a

cargo build --quiet --release --manifest-path "$here/Cargo.toml" --target-dir "$target"

symbols=$(nm --demangle "$library" 2>/dev/null)
for ours in no_std_encode no_std_decode; do
    echo "$symbols" | grep -q " T $ours\$" || {
        echo "tests/no-std: expected the symbol $ours in $library, found none" >&2
        exit 1
    }
done
if echo "$symbols" | grep -E '\b(std|alloc)::|__rust_(alloc|dealloc|realloc|no_alloc)|__rg_' >&2; then
    echo "tests/no-std: expected neither std nor alloc in $library, found the above:" \
        "mmstats-core has to do without both" >&2
    exit 1
fi

echo "ok  neither std nor alloc is in it"

"${CC:-cc}" -std=c99 -Wall -Wextra -Werror "$here/main.c" "$library" -o "$target/no-std"
"$target/no-std"
echo "ok  it encodes and decodes, called from C"
