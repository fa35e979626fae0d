#!/usr/bin/env bash
# Builds the fuzz targets and runs each for some seconds: fuzz/run.sh [SECONDS] [TARGET[=SECONDS] ...]
#
# It needs the nightly toolchain and nothing else: the flags are those with which cargo-fuzz builds. A first run begins
# with the inputs that are kept in fuzz/kept. What was learnt stays in fuzz/corpus for the next run; with TENURE_KEEP=1
# a part of it that reaches as much is then packed into fuzz/kept. Inputs that crash a target are left in fuzz/artifacts.
set -euo pipefail
cd "$(dirname "$0")"

seconds=${1:-20}
shift || true
targets=("$@")
((${#targets[@]})) || targets=(rulebook_text account_json expressions script_text days_and_money arrow)

if ! cargo +nightly --version >/dev/null 2>&1; then
    echo 'NOT RUN: there is no nightly toolchain (rustup toolchain install nightly --profile minimal)'
    exit 77
fi
if ! command -v c++ >/dev/null; then
    echo 'NOT RUN: there is no C++ compiler to build libFuzzer with'
    exit 77
fi

triple=x86_64-unknown-linux-gnu
if [[ $(rustc +nightly -vV | sed -n 's/^host: //p') != "$triple" ]]; then
    echo "NOT RUN: the flags are for $triple"
    exit 77
fi

build=${CARGO_TARGET_DIR:-$PWD/target}
export RUSTFLAGS="-Cpasses=sancov-module -Cllvm-args=-sanitizer-coverage-level=4 \
-Cllvm-args=-sanitizer-coverage-inline-8bit-counters -Cllvm-args=-sanitizer-coverage-pc-table \
-Cllvm-args=-sanitizer-coverage-trace-compares --cfg fuzzing -Cdebug-assertions -Zsanitizer=address"
# Most of the time went into what libFuzzer does beside the runs: entropic weights, the reduction of inputs, and a search
# for leaks, which in safe code break no promise. Without them the same seconds hold several times as many runs.
export ASAN_OPTIONS=detect_leaks=0:detect_stack_use_after_return=0:malloc_context_size=4
names=("${targets[@]%%=*}")
cargo +nightly build --quiet --release --target "$triple" --target-dir "$build" "${names[@]/#/--bin=}"

# begin TARGET: its corpus, out of what is kept where there is none yet.
begin() {
    [[ -d corpus/$1 ]] && return
    mkdir -p "corpus/$1"
    [[ ! -f kept/$1.tar.gz ]] || tar -xzf "kept/$1.tar.gz" -C "corpus/$1"
}

# keep TARGET: packs inputs of its corpus and seeds that reach all that these reach, the small ones first. Equal inputs
# make equal bytes.
keep() {
    local few
    few=$(mktemp -d)
    "$build/$triple/release/$1" -merge=1 -max_len=4096 -timeout=25 -rss_limit_mb=4096 \
        "$few" "corpus/$1" "seeds/$1" >"artifacts/$1.keep.log" 2>&1 || {
        tail -60 "artifacts/$1.keep.log"
        echo "$1: FAILED; see fuzz/artifacts/$1.keep.log"
        exit 1
    }
    mkdir -p kept
    local named=(--sort=name --mtime=@0 --owner=0 --group=0 --numeric-owner --mode=u=rw,go=r)
    (cd "$few" && tar "${named[@]}" -cf - -- *) | gzip -9n >"kept/$1.tar.gz"
    echo "$1: $(find "$few" -type f | wc -l) inputs kept of $(find "corpus/$1" -type f | wc -l)"
    rm -r "$few"
}

sum=0
for target in "${targets[@]}"; do
    [[ $target == *=* ]] && own=${target#*=} || own=$seconds
    target=${target%%=*}
    begin "$target"
    mkdir -p "artifacts/$target"
    "$build/$triple/release/$target" "corpus/$target" "seeds/$target" \
        -dict="dictionaries/$target.dict" -artifact_prefix="artifacts/$target/" \
        -max_total_time="$own" -max_len=4096 -timeout=25 -detect_leaks=0 -entropic=0 -reduce_inputs=0 -rss_limit_mb=4096 -print_final_stats=1 \
        >"artifacts/$target.log" 2>&1 || {
        tail -60 "artifacts/$target.log"
        echo "$target: FAILED; see fuzz/artifacts/$target.log"
        exit 1
    }
    runs=$(sed -n 's/^stat::number_of_executed_units: *//p' "artifacts/$target.log")
    sum=$((sum + runs))
    echo "$target: $runs runs in $own s, no crash"
    [[ -z ${TENURE_KEEP:-} ]] || keep "$target"
done
echo "$sum runs of all targets, no crash"
