SHELL := /bin/bash
.DEFAULT_GOAL := help
.PHONY: help deps deps-test build run check test soak bench fuzz format clean

help: ## what there is to make
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-10s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

deps: ## install the missing Debian packages (as root), or name them
	@command -v swift >/dev/null || { echo "The Swift 6.3 toolchain is missing: see https://www.swift.org/install/linux/" >&2; exit 3; }
	@scripts/deps.sh build

deps-test: deps
	@scripts/deps.sh test

build: deps ## build .build/release/parley (release, static Swift library)
	swift build --configuration release --static-swift-stdlib --product parley
	@python3 scripts/check_binary.py .build/release/parley

run: build ## serve the starter store on 127.0.0.1:8080 (PARLEY_LISTEN, PARLEY_DB)
	@test -e "$${PARLEY_DB:-parley.db}/current" || .build/release/parley import shop Data
	@exec .build/release/parley serve

check: ## import arrows, formatting, links, generated files
	scripts/check.sh

test: deps-test check build ## everything that must hold before a change lands
	swift build --build-tests
	PARLEY_BINARY=.build/release/parley scripts/failures_last.sh swift test --skip-build --parallel

soak: deps-test build ## the tests that chance has a part in, for longer: 200 killed imports, at most 30 minutes
	swift build --build-tests
	PARLEY_SOAK=1 PARLEY_BINARY=.build/release/parley swift test --skip-build --filter ImportSafetyTests

bench: build ## the figures of docs/benchmarks.md that need no peer
	.build/release/parley bench

fuzz: build ## bend messages, patterns, files, requests, tokens for FUZZ_SECONDS (1800)
	scripts/fuzz.sh "$${FUZZ_SECONDS:-1800}"

format: ## format every Swift file
	scripts/format.sh

clean:
	swift package clean
