// swift-tools-version: 6.2
import PackageDescription

let strict: [SwiftSetting] = [
  .treatAllWarnings(as: .error),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
]

/// Of tests, which run on the optimised program: to optimise tests themselves takes longer than they then save.
let testing: [SwiftSetting] = strict + [.unsafeFlags(["-Onone"], .when(configuration: .release))]

/// A library target of this package, with its unit tests under `Tests/<name>Tests` when `tested`.
func library(_ name: String, _ dependencies: [Target.Dependency] = []) -> Target {
  .target(name: name, dependencies: dependencies, swiftSettings: strict)
}

/// The tests of a target; `data` names folders beside them that tests read, such as golden files.
func tests(_ name: String, _ dependencies: [Target.Dependency] = [], data: [String] = []) -> Target {
  .testTarget(
    name: "\(name)Tests", dependencies: [.byName(name: name)] + dependencies, exclude: data,
    swiftSettings: testing)
}

let package = Package(
  name: "tenor",
  products: [
    .executable(name: "tenor", targets: ["tenor"]),
    .library(
      name: "TenorPricing",
      targets: [
        "Pricing", "RiskAnalytics", "CashFlows", "Models", "Instruments", "MarketData", "DatesAndConventions",
        "NumericalMethods",
      ]),
    .library(
      name: "TenorCollateral",
      targets: [
        "SecuritisationAnalytics", "StructuredDeals", "Collateral", "Models", "Instruments",
        "DatesAndConventions",
      ]),
    .library(name: "TenorRandom", targets: ["CRandomKernel"]),
    .library(name: "TenorStorage", targets: ["PostgresStore", "AuditTrail", "RunRecords", "LeaseQueue"]),
  ],
  targets: [
    // C libraries, from Debian's -dev packages.
    .systemLibrary(
      name: "CPostgres", pkgConfig: "libpq", providers: [.apt(["libpq-dev"])]),
    .systemLibrary(
      name: "CCrypto", pkgConfig: "libcrypto", providers: [.apt(["libssl-dev"])]),
    .systemLibrary(
      name: "CArgon2", pkgConfig: "libargon2", providers: [.apt(["libargon2-dev"])]),
    .systemLibrary(name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"])]),
    .systemLibrary(name: "CExpat", pkgConfig: "expat", providers: [.apt(["libexpat1-dev"])]),
    .systemLibrary(
      name: "CMicrohttpd", pkgConfig: "libmicrohttpd", providers: [.apt(["libmicrohttpd-dev"])]),
    // What libmicrohttpd speaks TLS with.
    .systemLibrary(name: "CGnuTLS", pkgConfig: "gnutls", providers: [.apt(["libgnutls28-dev"])]),

    .systemLibrary(name: "CCurl", pkgConfig: "libcurl", providers: [.apt(["libcurl4-openssl-dev"])]),

    .target(
      name: "CSimdJSON", cxxSettings: [.define("NDEBUG")], linkerSettings: [.linkedLibrary("simdjson")]),

    // The inner loop of revaluation, once for each set of instructions it can use.
    .target(name: "CDiscountKernel"),
    // Random numbers and normal quantiles for simulations, likewise.
    .target(name: "CRandomKernel"),
    // Loans run off on many paths at once, likewise.
    .target(name: "CMortgageKernel"),

    // Level 0: no finance state, no I/O.
    library("NumericalMethods"),
    library("DatesAndConventions"),
    // Level 1: what a contract says.
    library("Instruments", ["DatesAndConventions"]),
    // Level 2 to 5: flows, pools of loans and deals that pass their cash on, what the market says, values, aggregates.
    library("CashFlows", ["Instruments", "DatesAndConventions", "NumericalMethods"]),
    library("Models", ["CRandomKernel", "NumericalMethods"]),
    library("Collateral", ["CashFlows", "Models", "Instruments", "DatesAndConventions", "NumericalMethods"]),
    library("StructuredDeals", ["Collateral", "DatesAndConventions", "NumericalMethods"]),
    library("MarketData", ["Collateral", "NumericalMethods", "DatesAndConventions"]),
    library(
      "Pricing",
      [
        "CDiscountKernel", "SecuritisationAnalytics", "StructuredDeals", "Collateral", "CashFlows", "Models",
        "Instruments",
        "MarketData",
        "DatesAndConventions", "NumericalMethods",
      ]),
    // Pools and deals on simulated paths.
    library(
      "SecuritisationAnalytics",
      [
        "CMortgageKernel", "StructuredDeals", "Collateral", "Models", "DatesAndConventions",
        "NumericalMethods",
      ]),
    library(
      "RiskAnalytics",
      ["StructuredDeals", "Pricing", "MarketData", "NumericalMethods", "DatesAndConventions"]),

    // What crosses a process boundary, and the processes.
    library("JSONDocuments", ["CSimdJSON", "CCrypto"]),
    library(
      "RunRecords",
      [
        "CronSchedules", "JSONDocuments", "Instruments", "MarketData", "CashFlows", "Pricing",
        "StructuredDeals", "Collateral", "DatesAndConventions",
      ]),
    library("CronSchedules", ["DatesAndConventions"]),
    library("LeaseQueue"),
    library("AccessControl", ["CArgon2", "CCrypto", "JSONDocuments"]),
    library("AuditTrail", ["JSONDocuments", "DatesAndConventions"]),
    library(
      "PostgresStore",
      [
        "AccessControl", "CPostgres", "CZlib", "AuditTrail", "RunRecords", "JSONDocuments", "LeaseQueue",
        "CronSchedules",
        "RiskAnalytics",
        "StructuredDeals", "Pricing", "MarketData",
        "Instruments", "DatesAndConventions", "NumericalMethods",
      ]),
    library(
      "Ingestion",
      [
        "CExpat", "CZlib", "JSONDocuments", "RunRecords", "StructuredDeals", "Collateral", "Instruments",
        "MarketData",
        "DatesAndConventions",
      ]),
    library(
      "DataImports",
      ["PostgresStore", "Ingestion", "RunRecords", "Instruments", "MarketData", "DatesAndConventions"]),
    library(
      "ComputeWorker",
      [
        "PostgresStore", "JSONDocuments", "LeaseQueue", "RunRecords", "RiskAnalytics", "Pricing", "CashFlows",
        "MarketData", "Instruments", "DatesAndConventions", "NumericalMethods",
      ]),
    library(
      "RunReports",
      [
        "CZlib", "PostgresStore", "AuditTrail", "RunRecords", "JSONDocuments", "RiskAnalytics", "Pricing",
        "StructuredDeals", "MarketData",
        "Instruments", "DatesAndConventions",
      ]),
    .target(name: "CHTTPSupport", dependencies: ["CMicrohttpd", "CGnuTLS"]),
    .target(name: "CHTTPFetch", dependencies: ["CCurl"]),
    library("HTTPServing", ["AccessControl", "CMicrohttpd", "CHTTPSupport", "CCrypto"]),
    library(
      "Services",
      [
        "AccessControl", "AuditTrail", "CHTTPFetch", "HTTPServing", "ComputeWorker", "RunReports",
        "DataImports", "PostgresStore", "Ingestion", "RunRecords", "CronSchedules", "JSONDocuments",
        "StructuredDeals", "Collateral", "RiskAnalytics", "Pricing", "MarketData",
        "Instruments", "DatesAndConventions",
      ]),
    library(
      "TenorCommands",
      [
        "AccessControl", "AuditTrail", "Services", "RunReports", "HTTPServing", "ComputeWorker",
        "DataImports",
        "PostgresStore", "Ingestion", "RunRecords",
        "JSONDocuments", "CronSchedules",
        "LeaseQueue", "RiskAnalytics", "SecuritisationAnalytics", "StructuredDeals", "Collateral", "Models",
        "Pricing", "CashFlows", "MarketData",
        "Instruments", "DatesAndConventions", "NumericalMethods",
      ]),
    .executableTarget(name: "tenor", dependencies: ["TenorCommands"], swiftSettings: strict),

    tests("NumericalMethods", data: ["Goldens"]),
    tests("DatesAndConventions", data: ["Goldens"]),
    tests("Instruments", ["DatesAndConventions"]),
    tests("MarketData", ["Collateral", "DatesAndConventions", "NumericalMethods"], data: ["Goldens"]),
    tests("CashFlows", ["Instruments", "DatesAndConventions"], data: ["Goldens"]),
    tests("Models", ["CRandomKernel", "NumericalMethods"], data: ["Goldens"]),
    tests(
      "Pricing",
      [
        "StructuredDeals", "Collateral", "CashFlows", "Instruments", "MarketData", "DatesAndConventions",
        "NumericalMethods",
      ],
      data: ["Goldens"]),
    tests(
      "Collateral", ["Instruments", "DatesAndConventions", "NumericalMethods"], data: ["Goldens"]),
    tests("StructuredDeals", ["Collateral", "DatesAndConventions", "NumericalMethods"]),
    tests(
      "SecuritisationAnalytics",
      [
        "CMortgageKernel", "StructuredDeals", "Collateral", "Models", "DatesAndConventions",
        "NumericalMethods",
      ]),
    tests("RiskAnalytics", ["Instruments", "Pricing", "MarketData", "DatesAndConventions"]),
    tests(
      "RunRecords",
      ["JSONDocuments", "CashFlows", "Instruments", "MarketData", "Pricing", "DatesAndConventions"]),
    tests("JSONDocuments"),
    tests("CronSchedules", ["DatesAndConventions"]),
    tests("LeaseQueue"),
    tests("AccessControl", ["CCrypto", "JSONDocuments"], data: ["Goldens"]),
    tests("AuditTrail", ["JSONDocuments"]),
    tests(
      "PostgresStore",
      [
        "AccessControl", "AuditTrail", "RunRecords", "LeaseQueue", "CronSchedules", "Pricing", "CashFlows",
        "MarketData", "Instruments",
        "DatesAndConventions",
        "StructuredDeals", "RiskAnalytics", "NumericalMethods", "JSONDocuments", "TestSupport",
      ]),
    tests(
      "ComputeWorker",
      [
        "PostgresStore", "RunRecords", "Pricing", "MarketData", "Instruments", "DatesAndConventions",
        "TestSupport",
      ]),
    tests(
      "Ingestion",
      [
        "CZlib", "JSONDocuments", "RunRecords", "StructuredDeals", "Collateral", "Instruments", "MarketData",
        "DatesAndConventions", "Models", "NumericalMethods", "SecuritisationAnalytics",
      ], data: ["Goldens"]),
    tests(
      "Services",
      [
        "AccessControl", "AuditTrail", "HTTPServing", "ComputeWorker", "PostgresStore", "RunRecords",
        "CronSchedules", "JSONDocuments", "RiskAnalytics", "Pricing", "MarketData", "Instruments",
        "StructuredDeals", "DatesAndConventions", "TestSupport",
      ]),
    tests("HTTPServing", ["TestSupport"]),
    tests(
      "RunReports",
      ["PostgresStore", "RunRecords", "JSONDocuments", "DatesAndConventions", "TestSupport"]),
    tests(
      "TenorCommands",
      [
        "HTTPServing", "PostgresStore", "RunRecords", "Pricing", "StructuredDeals", "MarketData",
        "Instruments", "DatesAndConventions",
      ]),
    .target(
      name: "TestSupport", dependencies: ["CZlib", "PostgresStore", "CGnuTLS"], path: "Tests/TestSupport",
      swiftSettings: testing),
    // Runs the built executable as processes of its own.
    .testTarget(
      name: "EndToEndTests",
      dependencies: ["tenor", "AuditTrail", "TestSupport", "LeaseQueue", "PostgresStore", "AccessControl"],
      swiftSettings: testing),
  ],
  swiftLanguageModes: [.v6],
  cxxLanguageStandard: .cxx17
)
