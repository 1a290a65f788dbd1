# make demo   sets everything up and values a real bond fund under scenarios
# make test   sets everything up and runs every test
# make bench  times a whole run beside QuantLib
# make chaos  does harm to workers and their database, and shows that nothing is lost or doubled
.PHONY: setup build test lease-histories lint demo bench chaos chaos-long clean

setup:
	@scripts/setup.sh

build: setup
	swift build -c release --product tenor

demo: build
	@scripts/demo.sh

test: setup
	swift build --build-tests
	swift test --skip-build

# 100,000 random histories of the lease machine
lease-histories: setup
	TENOR_LEASE_HISTORIES=100000 swift test --filter LeaseSimulationTests

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
