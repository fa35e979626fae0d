"""Counts the crates that each package brings to its users, and checks where they come from and under which licence.

Everything is read from `cargo tree` and `cargo metadata`.
"""

import json
import subprocess
import sys

# At most so many crates, the package itself included: those that run or generate code, macros included. What only
# build scripts need is counted beside them.
LIMITS = {
    "tenure-model": 25, "tenure-columns": 25, "tenure-rules": 60, "tenure-core": 60, "tenure": 60, "tenure-ffi": 61,
    "tenure-insight": 70, "tenure-plugin": 40, "tenure-wasm": 150,
}

# A crate must offer at least one of these. MPL-2.0+ is smartstring's, which rhai brings: it binds changes of its own
# files and nothing that uses them.
LICENCES = {
    "MIT", "Apache-2.0", "Apache-2.0 WITH LLVM-exception", "BSD-2-Clause", "BSD-3-Clause", "BSL-1.0", "ISC", "MPL-2.0+",
    "MIT-0", "CC0-1.0", "Unicode-3.0", "Unlicense", "Zlib",
}


def host():
    output = subprocess.run(["rustc", "--version", "--verbose"], check=True, stdout=subprocess.PIPE, text=True)
    return next(line.split(": ")[1] for line in output.stdout.splitlines() if line.startswith("host: "))


def metadata():
    output = subprocess.run(
        ["cargo", "metadata", "--format-version", "1", "--locked", "--filter-platform", host()],
        check=True,
        stdout=subprocess.PIPE,
        text=True,
    )
    return json.loads(output.stdout)


def brought(package, edges):
    """The crates that a package brings, itself included, with the features that it asks for by itself."""
    command = ["cargo", "tree", "--package", package, "--edges", edges, "--prefix", "none", "--no-dedupe", "--locked"]
    output = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True)
    return {" ".join(line.split()[:2]) for line in output.stdout.splitlines() if line.strip()}


def brings(package, crate, *more):
    """Whether a package brings a crate, with the features that are named besides."""
    command = ["cargo", "tree", "--package", package, "--no-default-features", *more, "--edges", "normal,build"]
    output = subprocess.run(
        [*command, "--prefix", "none", "--no-dedupe", "--locked"], check=True, stdout=subprocess.PIPE, text=True
    )
    return any(line.split()[:1] == [crate] for line in output.stdout.splitlines())


def compiler_stays_out():
    """What is wrong where somebody who runs no WASM plugin would compile wasmtime."""
    for package in ("tenure", "tenure-cli"):
        if brings(package, "wasmtime"):
            yield f"{package}: brings wasmtime, though its feature `wasm` is off"
        # Else the line above could not fail.
        if not brings(package, "wasmtime", "--features", f"{package}/wasm"):
            yield f"{package}: its feature `wasm` does not bring wasmtime"


def features(edges):
    """Every crate of the whole workspace with each set of features that it is built with."""
    command = ["cargo", "tree", "--workspace", "--edges", edges, "--prefix", "none", "--no-dedupe", "--locked"]
    output = subprocess.run([*command, "--format", "{p}|{f}"], check=True, stdout=subprocess.PIPE, text=True)
    return {tuple(line.removesuffix(" (*)").split("|")) for line in output.stdout.splitlines() if "|" in line}


def built_twice():
    """Crates that tests build with other features than the command itself: they would be compiled once for each."""
    return sorted({crate.split()[0] for crate, _ in features("normal,build") - features("normal,build,dev")})


def allowed(expression):
    """Whether a licence expression can be met: every part that is joined by AND offers one that we take."""
    for part in expression.replace("/", " OR ").replace("(", " ").replace(")", " ").split(" AND "):
        if not any(choice.strip() in LICENCES for choice in part.split(" OR ")):
            return False
    return True


def main():
    data = metadata()
    packages = {package["id"]: package for package in data["packages"]}
    wrong = []
    for name, limit in LIMITS.items():
        count = len(brought(name, "normal"))
        more = len(brought(name, "normal,build")) - count
        print(f"{name}: {count} crates, at most {limit}; {more} more to build it")
        if count > limit:
            wrong.append(f"{name}: {count} crates, more than {limit}")
    # The shipped plugins are a workspace of their own, and ours all the same.
    own = data["workspace_root"] + "/"
    outside = [package for package in packages.values() if not package["manifest_path"].startswith(own)]
    for package in outside:
        place = f"{package['name']} {package['version']}"
        if not (package["source"] or "").startswith("registry+"):
            wrong.append(f"{place}: comes from {package['source']}, not from the registry")
        if not allowed(package["license"] or ""):
            wrong.append(f"{place}: licence `{package['license']}`")
    wrong.extend(compiler_stays_out())
    for crate in built_twice():
        wrong.append(f"{crate}: a dev-dependency turns features on; make it a plain dependency of tenure-bench")
    if not wrong:
        print(f"{len(outside)} crates from the registry in all, each under a known licence")
    for line in wrong:
        print(f"error: {line}", file=sys.stderr)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
