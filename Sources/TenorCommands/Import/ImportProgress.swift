import Foundation

/// Shows on a terminal how far the reading of a file is. Used by the thread that reads.
final class ImportProgress {
  private let console: Console
  private let file: String
  private let size: Int
  private let clock = ContinuousClock()
  private let start: ContinuousClock.Instant
  private var bytes = 0

  /// `nil` where nobody watches.
  init?(_ console: Console, path: String, file: String) {
    guard console.isInteractive else { return nil }
    self.console = console
    self.file = file
    let attributes = try? FileManager.default.attributesOfItem(atPath: path)
    size = attributes?[.size] as? Int ?? 0
    start = clock.now
  }

  /// Notes that so many bytes were read, and says how far that is.
  ///
  /// - Parameter rows: Accepted so far.
  func read(_ count: Int, rows: Int) {
    bytes += count
    console.progress(
      ImportProgress.line(
        file: file, bytes: bytes, of: size, rows: rows, seconds: (clock.now - start) / .seconds(1)))
  }

  func end() { console.endProgress() }

  /// `positions.csv: 42%, 420,000 rows, 210,000 rows/s`; without the share where the size is not known.
  static func line(file: String, bytes: Int, of size: Int, rows: Int, seconds: Double) -> String {
    let share = size > 0 ? "\(min(100, bytes * 100 / size))%, " : ""
    let rate = seconds > 0 ? Int(Double(rows) / seconds) : 0
    return "\(file): \(share)\(rows.formatted(.number.locale(.init(identifier: "en_US")))) rows, "
      + "\(rate.formatted(.number.locale(.init(identifier: "en_US")))) rows/s"
  }
}
