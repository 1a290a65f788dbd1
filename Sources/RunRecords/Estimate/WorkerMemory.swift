/// Peak memory of one worker; measured with 1 to 300 scenarios, 0.75 to 1 times what this gives.
enum WorkerMemory {
  /// The program, the connection and a chunk of positions with their terms.
  private static let base = 36.0 * 1_048_576
  /// A task keeps its vectors until it has stored them; arrays that grow have room for as much again.
  private static let bytesPerCell = 16.0
  private static let bytesPerCashFlow = 64.0
  /// The most days that a table of discount factors has a row for: thirty years.
  private static let mostDays = 11_000.0

  static func bytes(_ volume: RunVolume, largestTask: Int, scenarios: Int) -> Int {
    guard volume.positions > 0 else { return Int(base) }
    let share = Double(largestTask) / Double(volume.positions)
    let table = min(mostDays, 30 * Double(largestTask)) * 8 * Double(scenarios + 4)
    return Int(
      base + share * (volume.cells * bytesPerCell + volume.cashFlows * bytesPerCashFlow) + table)
  }
}
