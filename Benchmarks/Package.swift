// swift-tools-version: 6.2
import PackageDescription

let strict: [SwiftSetting] = [
  .treatAllWarnings(as: .error),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
]

let package = Package(
  name: "tenor-benchmarks",
  dependencies: [.package(name: "tenor", path: "..")],
  targets: [
    .target(name: "CMachineBounds"),
    .target(name: "BenchmarkTiming", swiftSettings: strict),
    .executableTarget(
      name: "revaluation",
      dependencies: ["CMachineBounds", .product(name: "TenorPricing", package: "tenor")],
      swiftSettings: strict),
    .executableTarget(
      name: "callables", dependencies: ["BenchmarkTiming", .product(name: "TenorPricing", package: "tenor")],
      swiftSettings: strict),
    .executableTarget(
      name: "structurednotes",
      dependencies: ["BenchmarkTiming", .product(name: "TenorPricing", package: "tenor")],
      swiftSettings: strict),
    .executableTarget(
      name: "curvesets", dependencies: ["BenchmarkTiming", .product(name: "TenorPricing", package: "tenor")],
      swiftSettings: strict),
    .executableTarget(
      name: "options", dependencies: [.product(name: "TenorPricing", package: "tenor")],
      swiftSettings: strict),
    .executableTarget(
      name: "shortrates", dependencies: [.product(name: "TenorPricing", package: "tenor")],
      swiftSettings: strict),
    .executableTarget(
      name: "randomkernels",
      dependencies: ["BenchmarkTiming", .product(name: "TenorRandom", package: "tenor")],
      swiftSettings: strict),
    .executableTarget(
      name: "loans", dependencies: ["BenchmarkTiming", .product(name: "TenorPricing", package: "tenor")],
      swiftSettings: strict),
    .executableTarget(
      name: "defaultswaps",
      dependencies: ["BenchmarkTiming", .product(name: "TenorPricing", package: "tenor")],
      swiftSettings: strict),
    .executableTarget(
      name: "fxoptions", dependencies: ["BenchmarkTiming", .product(name: "TenorPricing", package: "tenor")],
      swiftSettings: strict),
    .executableTarget(
      name: "variance", dependencies: ["BenchmarkTiming", .product(name: "TenorPricing", package: "tenor")],
      swiftSettings: strict),
    .executableTarget(
      name: "swaps", dependencies: ["BenchmarkTiming", .product(name: "TenorPricing", package: "tenor")],
      swiftSettings: strict),
    .executableTarget(
      name: "pools", dependencies: ["BenchmarkTiming", .product(name: "TenorCollateral", package: "tenor")],
      swiftSettings: strict),
    .executableTarget(
      name: "mortgagepaths",
      dependencies: ["BenchmarkTiming", .product(name: "TenorCollateral", package: "tenor")],
      swiftSettings: strict),
    .executableTarget(
      name: "storage", dependencies: [.product(name: "TenorStorage", package: "tenor")],
      swiftSettings: strict),
    .executableTarget(
      name: "queuerates", dependencies: [.product(name: "TenorStorage", package: "tenor")],
      swiftSettings: strict),
    .executableTarget(name: "load", swiftSettings: strict),
    .executableTarget(
      name: "auditrate", dependencies: [.product(name: "TenorStorage", package: "tenor")],
      swiftSettings: strict),
  ],
  swiftLanguageModes: [.v6]
)
