# Paddock's commands. A fresh computer needs git, make, Go and Node; the rest is
# installed by `make run` or `make test`, once.

SHELL := bash
.SHELLFLAGS := -eu -o pipefail -c
MAKEFLAGS += --no-builtin-rules
.DEFAULT_GOAL := help

VERSION ?= $(shell git describe --tags --always --dirty 2>/dev/null || echo dev)
# The window needs these tags. They leave go-sqlite3's own flags alone, so its C,
# forty seconds of compiling, is shared with plain `go test` (and -trimpath or
# -race would compile it again).
WINDOW := -tags desktop,production,webkit2_41
PROGRAM := build/bin/paddock
SCREENS := frontend/dist/index.html
SCREEN_SOURCES := $(shell find frontend -path '*/node_modules' -prune -o -path frontend/dist -prune -o -path frontend/e2e -prune -o -type f -print) $(wildcard backend/locale/*.json)

.PHONY: help
help: ## Show these commands
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-10s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

.PHONY: run
run: build ## Open the window; without a screen, serve it on this computer and print the address
	@build/run.sh

.PHONY: build
build: ## Build the program at build/bin/paddock
	@build/install.sh build
	@$(MAKE) --no-print-directory program
	@echo 'Built $(PROGRAM) $(VERSION)'

.PHONY: dev
dev: ## Vite's development server in front of the program
	@build/install.sh build
	@build/dev.sh

.PHONY: test
test: ## Everything: install, verify, tests of Go and of the screens, the browser, the real window; names what was skipped
	@build/install.sh test
	@node build/skips.mjs begin
	@$(MAKE) --no-print-directory -j2 --output-sync=target checks program
	@$(MAKE) --no-print-directory real-program
	@$(MAKE) --no-print-directory browser
	@node build/skips.mjs end

.PHONY: verify
verify: ## Format, vet, staticcheck, order of imports, stale files, types, catalogues
	@build/install.sh test
	@$(MAKE) --no-print-directory -j2 --output-sync=target verified

.PHONY: generate
generate: ## Make the files that are made from others: openapi.json, schema.d.ts
	@build/install.sh build
	@build/generated.sh write

.PHONY: package
package: ## Make the Debian package, the Windows program and its installer, in build/bin
	@build/install.sh package
	@$(MAKE) --no-print-directory program
	@VERSION=$(VERSION) build/package.sh deb
	@VERSION=$(VERSION) build/package.sh windows

.PHONY: bench
bench: ## Measure ten years of a large club, each action beside its floor; the club is made once
	@build/install.sh test
	@$(MAKE) --no-print-directory program
	@cd build/bench && go test -tags bench -count=1 -timeout 60m
	@go test -tags program,bench -count=1 -v -run BesideABlank ./build/windowtest
	@go test -tags torture -count=1 -v -run 'SyncTheDisk|SlowDisk' ./build/torture

.PHONY: torture
torture: ## The fault tests whole: kills, power cuts, full and failing disks, double clicks, hostile names, a million sums
	@build/install.sh test
	@cd app && go test -count=1 -timeout 240m -v -run Killing -kill-rounds 1000
	go test -tags torture -count=1 -timeout 120m -v ./build/torture
	go test -count=1 -timeout 60m -v -run 'Oracle|AddsUp|Mirror|Groups' ./backend/money ./backend/billing -rapid.checks 1000000
	go test -count=1 -timeout 60m -v -run ABitThatFlips ./backend/desk -flips 20000
	go test -count=1 -timeout 60m -v -run ManyTimes ./backend/desk -rapid.checks 10000
	go test -count=1 -timeout 60m -v -run 'Whatever|AnySequence|AddUp|EverySum|UndoingEverything' ./backend/desk -rapid.checks 1000
	go test -count=1 -timeout 120m -v -run AnySequenceOfMoney ./backend/desk -ledgers 400 -rapid.checks 400
	go test -count=1 -timeout 60m -v -run ProgramsThatAreKilled ./backend/desk -year-kills 200
	go test -count=1 -timeout 60m -v -run 'GoesOnceToFifty|WithRoomForAll' ./backend/desk -racers 10000
	go test -count=1 -timeout 60m -v -run LastPlaceGoes ./backend/api -racers 10000
	go test -count=1 -timeout 60m -v -run AgreesWithItsModel ./backend/desk -rapid.checks 1000
	go test -count=1 -timeout 240m -v -run AgreeWithTheirModel ./backend/desk -desks 1000 -actions 1000
	go test -count=1 -timeout 240m -v -run FortnightOfPackages ./backend/desk -fortnights 100 -steps 1000
	go test -count=1 -timeout 120m -v -run OneMomentInTime ./backend/desk -moments 1000
	go test -count=1 -timeout 60m -v -run WhateverAName ./backend/document -rapid.checks 1000
	go test -count=1 -timeout 60m -v -run LiveCell ./backend/desk -formulas 200
	go test -count=1 -timeout 60m -v -run LargeList ./backend/desk -lines 50000
	build/fuzz.sh 5m

.PHONY: clean
clean: ## Remove what was built; nothing that was entered in a club
	@rm -rf build/bin .cache
	@find frontend/dist -mindepth 1 ! -name .gitkeep -delete

# ---- What the commands above are made of -------------------------------------

.PHONY: checks verified warm format vet staticcheck order generated screen-types screen-format go-test drawn-test plain-test fuzz screen-test program real-program browser

checks: verified go-test fuzz screen-test
verified: format vet staticcheck order generated screen-types screen-format

# Compiles SQLite's C once, while the other core builds the screens; without it
# the targets below would each compile it at the same time.
warm:
	go build ./backend/...

$(SCREENS): $(SCREEN_SOURCES)
	cd frontend && npm run --silent build -- --logLevel warn
	@touch $@

format:
	@unformatted=$$(gofmt -l app backend build frontend/embed.go); [ -z "$$unformatted" ] || { echo "not gofmt'd:"; echo "$$unformatted"; exit 1; }

vet: warm $(SCREENS)
	go vet ./...
	go vet -tags program,bench,torture ./build/...

staticcheck: vet
	go tool -modfile=tools/staticcheck/go.mod staticcheck ./...
	go tool -modfile=tools/staticcheck/go.mod staticcheck -tags program,bench,torture ./build/...

order: warm
	go test ./backend ./backend/locale

generated: vet
	build/generated.sh check

screen-types: $(SCREENS)
	cd frontend && npm run --silent check

screen-format:
	cd frontend && npm run --silent format:check

# A property draws the same cases each time here, so that red or green says
# something of the change; `make torture` draws others, and many more.
SEED ?= 20261122
DRAWN = $(shell go list -f '{{range .TestImports}}{{if eq . "pgregory.net/rapid"}}{{$$.ImportPath}}{{end}}{{end}} {{range .XTestImports}}{{if eq . "pgregory.net/rapid"}}{{$$.ImportPath}}{{end}}{{end}}' ./... | tr ' ' '\n' | sort -u)

go-test: drawn-test plain-test
drawn-test: warm $(SCREENS)
	go test -json -timeout 30m $(DRAWN) -rapid.seed=$(SEED) | node build/skips.mjs
plain-test: warm $(SCREENS)
	go test -json -timeout 30m $(filter-out $(DRAWN),$(shell go list ./...)) | node build/skips.mjs

# By inputs and not by time: a slow machine tries as many. `make torture` tries long.
fuzz: warm
	build/fuzz.sh 1000x

screen-test:
	cd frontend && npm run --silent test

program: warm $(SCREENS)
	go build $(WINDOW) -ldflags '-s -w -X main.version=$(VERSION)' -o $(PROGRAM) ./app

# The built program itself: its transport behind Wails, its window, its end by
# kill -9. Not cached: it tests a file Go's cache does not know.
real-program:
	go test -json $(WINDOW) -run Trap ./app | node build/skips.mjs
	VERSION=$(VERSION) build/package.sh deb
	go test -json -tags program -count=1 ./build/... | node build/skips.mjs
	go test -json -tags torture -short -count=1 ./build/torture | node build/skips.mjs

browser:
	cd frontend && npm run --silent e2e
