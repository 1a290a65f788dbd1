import Foundation
import Models

/// Times options on forwards: one by one, as a batch, and implied volatilities. Prints JSON of nanoseconds an option; `options.py`
/// calls it and its peers.
///
/// Bound, before measuring: an option of the batch is a logarithm of about 25 operations and two probabilities of about 85, 200 in
/// all; two doubles an instruction and two instructions a cycle make that 50 cycles, 15 ns at 3.5 GHz.
@main struct OptionsBenchmark {
  static func main() throws {
    let count = 4_096
    let forwards = (0..<count).map { 0.02 + 0.03 * Double($0 % 64) / 64 }
    let strikes = (0..<count).map { 0.01 + 0.05 * Double($0 / 64) / 64 }
    let deviations = (0..<count).map { 0.1 + 0.5 * Double(($0 * 37) % 101) / 101 }
    let options = zip(forwards, strikes).map {
      ForwardOption($1 < $0 ? .put : .call, forward: $0, strike: $1, years: 1)
    }
    var report: [String: Double] = [:]
    var values: [Double] = []
    for (name, type, scale) in [("lognormal", VolatilityType.lognormal, 1.0), ("normal", .normal, 0.03)] {
      let deviations = deviations.map { scale * $0 }
      report["\(name)_batch_ns"] = best(count) {
        values =
          OptionBatch.values(
            .call, type, forwards: forwards, strikes: strikes, deviations: deviations) ?? []
      }
      report["\(name)_sum"] = values.reduce(0, +)
      report["\(name)_single_ns"] = best(count) {
        for index in 0..<count {
          values[index] = options[index].value(volatility: deviations[index], type) ?? 0
        }
      }
      let quoted = values
      report["\(name)_implied_ns"] = best(count) {
        for index in 0..<count {
          values[index] = (try? options[index].impliedVolatility(value: quoted[index], type).get()) ?? 0
        }
      }
      let errors = zip(values, deviations).map { abs($0 / $1 - 1) }
      report["\(name)_implied_error"] = errors.max() ?? .nan
    }
    print(
      String(
        decoding: try JSONSerialization.data(withJSONObject: report, options: .sortedKeys), as: UTF8.self))
  }

  /// Nanoseconds an option, of the best of 300 calls.
  private static func best(_ count: Int, _ work: () -> Void) -> Double {
    let clock = ContinuousClock()
    var best = Duration.seconds(1_000)
    for _ in 0..<300 { best = min(best, clock.measure(work)) }
    return Double(best.components.attoseconds) / 1e9 / Double(count)
  }
}
