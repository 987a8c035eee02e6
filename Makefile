# The project's commands. `make` alone lists them.

SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
MAKEFLAGS += --no-print-directory

LISTEN ?= 127.0.0.1:8080
TARGET := $(or $(CARGO_TARGET_DIR),target)

.PHONY: help run test check dev web bench screenshots client

help: ## List the commands
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## /  make \1\t/' | expand -t 16

run: ## Install what is missing, build, and start the demonstration on http://localhost:8080
	scripts/install-deps run
	$(MAKE) web
	cargo build --release -p rapport-server
	exec $(TARGET)/release/rapport demo --listen $(LISTEN)

test: ## Install what is missing and run everything: lints, Rust on both databases, web, browsers
	scripts/test

check: web/node_modules/.package-lock.json ## Fast: format, lints, unit tests (SQLite only)
	cargo fmt --all --check
	cargo clippy --workspace --all-targets -- -D warnings
	scripts/rust-tests
	cd web && npm run check --workspaces --if-present

bench: ## Measure the release program on a quiet machine; writes bench/report.md and report.json
	scripts/bench

screenshots: ## Pictures of every screen into target/screenshots, and those of the README
	scripts/screenshots

dev: web/node_modules/.package-lock.json ## Server and desk that follow every change to the source
	scripts/dev

web: web/node_modules/.package-lock.json ## Build the web apps that the server embeds
	cd web && npm run build --workspaces --if-present
	node scripts/compress-assets.mjs web/desk/dist web/widget/dist

client: web/node_modules/.package-lock.json ## Make the web's API client anew from the server's own description
	cargo run -q -p rapport-server -- openapi > web/api-client/openapi.json
	cd web && npm run generate -w api-client

# npm writes this file last; what it installed is then as the lock file says.
web/node_modules/.package-lock.json: web/package-lock.json
	cd web && npm ci
	touch $@
