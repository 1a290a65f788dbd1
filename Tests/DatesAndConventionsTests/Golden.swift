import DatesAndConventions
import Foundation

/// A table of expected values that lies beside the tests, as rows by column name.
enum Golden {
  struct Row: CustomStringConvertible {
    let line: Int
    let fields: [String: String]

    subscript(name: String) -> String { fields[name] ?? "" }

    func date(_ name: String) throws -> CivilDate {
      guard let date = CivilDate(iso: self[name]) else {
        throw Unreadable(line: line, name: name, text: self[name])
      }
      return date
    }

    func int(_ name: String) throws -> Int {
      guard let value = Int(self[name]) else { throw Unreadable(line: line, name: name, text: self[name]) }
      return value
    }

    func double(_ name: String) throws -> Double {
      guard let value = Double(self[name]) else { throw Unreadable(line: line, name: name, text: self[name]) }
      return value
    }

    func value<Value: RawRepresentable>(_ name: String, _: Value.Type = Value.self) throws -> Value
    where Value.RawValue == String {
      guard let value = Value(rawValue: self[name]) else {
        throw Unreadable(line: line, name: name, text: self[name])
      }
      return value
    }

    func frequency(_ name: String) throws -> Frequency {
      guard let value = Frequency(rawValue: try int(name)) else {
        throw Unreadable(line: line, name: name, text: self[name])
      }
      return value
    }

    var description: String { "line \(line): \(fields)" }
  }

  struct Unreadable: Error {
    let line: Int
    let name: String
    let text: String
  }

  static func rows(_ name: String, in folder: URL = folder) throws -> [Row] {
    let text = try String(contentsOf: folder.appendingPathComponent(name), encoding: .utf8)
    let lines = text.split(separator: "\n")
    let names = lines[0].split(separator: ",", omittingEmptySubsequences: false).map(String.init)
    return lines.dropFirst().enumerated().map { index, line in
      let values = line.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
      return Row(line: index + 2, fields: Dictionary(uniqueKeysWithValues: zip(names, values)))
    }
  }

  static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent(
    "Goldens")

  /// The folder of published market data beside the repository, where there is one.
  static let sharedData: URL? = {
    let repository = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
    return ["../shared/data", "../../shared/data"]
      .map { repository.appendingPathComponent($0).standardizedFileURL }
      .first { FileManager.default.fileExists(atPath: $0.path) }
  }()
}

/// Equal but for the rounding of the last few operations.
func isClose(_ a: Double, _ b: Double, ulps: Double) -> Bool {
  a == b || abs(a - b) <= ulps * max(abs(a), abs(b)).ulp
}

/// A date known to be one, for tests.
func day(_ iso: String) -> CivilDate { CivilDate(iso: iso)! }
