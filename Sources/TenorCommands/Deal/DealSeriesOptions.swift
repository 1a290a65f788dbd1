import DatesAndConventions
import StructuredDeals

/// What `--series` says: numbers by period, or an index of the market.
struct DealSeriesOptions {
  private(set) var numbers: [String: [Double]] = [:]
  private(set) var indices: [String: DealSeries] = [:]

  init(_ arguments: Arguments) throws(CommandError) {
    for text in arguments.all("series") {
      let (name, value) = try DealInputOptions.pair(text, option: "series", form: "NAME=N,N,...")
      if let index = try Self.index(value, name) {
        indices[name] = index
      } else {
        numbers[name] = try DealInputOptions.numbers(value, option: "series \(name)")
      }
    }
  }

  /// `USD-SOFR` or `USD-SOFR:3M`; `nil` for numbers.
  private static func index(_ text: String, _ name: String) throws(CommandError) -> DealSeries? {
    let parts = text.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
    guard let index = RateIndexID(rawValue: String(parts[0])) else { return nil }
    guard parts.count == 2 else { return DealSeries(index: index) }
    guard let tenor = Tenor(parts[1]) else {
      throw CommandError(.usage, "--series \(name): '\(parts[1])' is not a tenor; write \(parts[0]):3M")
    }
    return DealSeries(index: index, tenor: tenor)
  }
}
