#!/bin/sh
# Installs what `cargo build -p tenure-ffi` made: install.sh PREFIX BUILT, such as install.sh /usr/local target/release.
# STATIC=no leaves the static library out.
set -eu
prefix=$1 built=$2
here=$(cd "$(dirname "$0")" && pwd)
version=$(sed -n 's/^version = "\(.*\)"/\1/p' "$here/../../Cargo.toml" | head -n 1)
mkdir -p "$prefix/include" "$prefix/lib/pkgconfig"
install -m 644 "$here/include/tenure.h" "$prefix/include/tenure.h"
install -m 755 "$built/libtenure_ffi.so" "$prefix/lib/libtenure.so.1.0.0"
# The name that programs look for is the library's own, and compilers look for the shortest.
ln -sf libtenure.so.1.0.0 "$prefix/lib/libtenure.so.1"
ln -sf libtenure.so.1 "$prefix/lib/libtenure.so"
[ "${STATIC:-yes}" = no ] || install -m 644 "$built/libtenure_ffi.a" "$prefix/lib/libtenure.a"
sed -e "s|@PREFIX@|$prefix|" -e "s|@VERSION@|$version|" "$here/tenure.pc.in" >"$prefix/lib/pkgconfig/tenure.pc"
