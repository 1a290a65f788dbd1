# make demo   sets everything up and values a real bond fund under scenarios
# make test   sets everything up and runs every test
# make serve  serves the demo's results and the dashboard at http://127.0.0.1:8000
# make bench  times a whole run beside QuantLib
# make test-api  sends generated requests to the services, as every kind of user, and validates their documents
# make chaos  does harm to workers and their database, and shows that nothing is lost or doubled
.PHONY: setup build web web-test test test-api lease-histories lint demo serve bench chaos chaos-long clean

# Optimised, since numbers take many times as long else; apart from the program that is used, which nothing is to import `@testable`:
# the compiler then leaves in checks that make deals on paths half as slow again.
testing = -c release -Xswiftc -enable-testing --scratch-path .build/testing

setup:
	@scripts/setup.sh

build: setup
	swift build -c release --product tenor
	@python3 web/build.py --if-possible

# the dashboard alone, into web/dist
web: setup
	@python3 web/build.py

# the dashboard's types, units and, in a browser, every page
web-test: build
	@scripts/setup.sh --web-tests
	@python3 web/build.py --test
	@python3 web/e2e/run.py

demo: build
	@scripts/demo.sh

serve: build
	@.build/release/tenor serve

test: setup
	swift build $(testing) --build-tests
	@scripts/test.sh

# the services held against their OpenAPI documents
test-api: build
	@python3 Tools/conformance

# 100,000 random histories of the lease machine
lease-histories: setup
	TENOR_LEASE_HISTORIES=100000 swift test $(testing) --filter LeaseSimulationTests

lint:
	swift format lint --strict --recursive Sources Tests Benchmarks Package.swift

bench: build
	@python3 Benchmarks/end_to_end.py --repeat 3

chaos: build
	python3 Tools/chaos

chaos-long: build
	python3 Tools/chaos --long

clean:
	swift package clean
