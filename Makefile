# make demo   sets everything up and values a real bond fund under scenarios
# make test   sets everything up and runs every test
.PHONY: setup build test lint demo bench clean

setup:
	@scripts/setup.sh

build: setup
	swift build -c release --product tenor

demo: build
	@scripts/demo.sh

test: setup
	swift build --build-tests
	swift test --skip-build

lint:
	swift format lint --strict --recursive Sources Tests Benchmarks Package.swift

bench: build
	@Benchmarks/run.sh

clean:
	swift package clean
