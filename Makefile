# Every task by name. `make demo` and `make test` do all their set-up themselves.
#
#   make demo      one writer in each language, and one reader that sees them all
#   make test      everything that can be tested, and a table of what ran
#   make lint      format and lints, as errors
#   make model     models of format 2's protocols, in every order of their threads' steps
#   make torture   real processes that kill, fill, fork and read: the long forms, most of an hour
#   make bench     benchmarks: tab-separated lines, never a failure for being slow
#   make install PREFIX=/usr/local [DESTDIR=]    libraries, headers, pkg-config, CMake, command
#   make mutations every fixture up to 64 KiB cut at every length and with each byte flipped
#   make fuzz [SECONDS=60]    coverage-guided fuzzing of the decoders, each for so long
#   make header    writes include/mmstats.h anew from mmstats-capi
#   make fixtures  writes conformance/v1 and conformance/v2 anew
#   make setup     installs what building and testing need
#   make clean     removes all that was built

PREFIX ?= /usr/local
SECONDS ?= 60
DESTDIR ?=
BUILD := build
RELEASE := target/release
# Where tests, benchmarks and the demo find what `make install` lays out.
STAGE := $(CURDIR)/$(BUILD)/prefix

.PHONY: all setup build stage demo test torture model mutations lint bench fuzz install header fixtures clean

all: build

setup:
	@.ci/setup

build:
	cargo build --release --workspace

stage: build
	@mmstats-capi/install/install.sh "$(STAGE)" "" "$(RELEASE)"

demo: setup stage
	@MMSTATS_PREFIX="$(STAGE)" examples/demo.sh

test: setup stage
	@MMSTATS_PREFIX="$(STAGE)" $(BUILD)/venv/bin/python3 tests/run

torture: setup stage
	@MMSTATS_PREFIX="$(STAGE)" $(RELEASE)/torture all --long

mutations: setup stage
	@MMSTATS_PREFIX="$(STAGE)" $(BUILD)/venv/bin/python3 tests/mutations.py

model:
	RUSTFLAGS="--cfg loom" CARGO_TARGET_DIR=target/loom cargo test -p mmstats-core --test models --release

lint:
	cargo fmt --all --check
	cargo clippy --workspace --all-targets -- -D warnings
	mvn -q -f bindings/java/pom.xml spotless:check

bench: setup stage
	@MMSTATS_PREFIX="$(STAGE)" benches/run

fuzz:
	fuzz/run $(SECONDS)

install: build
	@mmstats-capi/install/install.sh "$(PREFIX)" "$(DESTDIR)" "$(RELEASE)"

header:
	MMSTATS_WRITE_HEADER=1 cargo test -q -p mmstats-capi --test header

fixtures:
	python3 conformance/generate.py

clean:
	cargo clean
	rm -rf $(BUILD) bindings/java/target benches/java/jmh/target
