import Foundation
import Glibc
import JSONDocuments
import MarketData

/// When a market snapshot has to be looked at, by a file.
enum MarketCheckOptions {
  static let variable = "TENOR_MARKET_CHECKS"

  static let option = Command.Option(
    name: "checks", value: "FILE",
    help: "when a person has to look at a market (docs/market-review.md); default $\(variable)")

  /// The usual ones, but for what the file says.
  static func thresholds(_ arguments: Arguments, _ console: Console) throws -> MarketCheckThresholds {
    let path = arguments.value(option.name) ?? console.environment[variable].flatMap { $0.isEmpty ? nil : $0 }
    guard let path else { return .standard }
    guard let data = FileManager.default.contents(atPath: path) else {
      throw CommandError(.unavailable, "cannot read \(path): \(String(cString: strerror(errno)))")
    }
    let thresholds: MarketCheckThresholds
    do throws(JSONError) {
      thresholds = try CanonicalJSON.decode(MarketCheckThresholds.self, from: [UInt8](data))
    } catch {
      throw CommandError(.rejectedInput, "\(path): \(error)")
    }
    guard thresholds.problems.isEmpty else {
      throw CommandError(.rejectedInput, "\(path): \(thresholds.problems.joined(separator: "; "))")
    }
    return thresholds
  }
}
