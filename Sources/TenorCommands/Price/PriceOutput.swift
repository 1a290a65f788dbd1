import Foundation
import DatesAndConventions
import Instruments
import JSONDocuments
import MarketData
import Pricing
import RunReports

/// Writes prices as CSV or as a JSON array, one row per cell, as they come.
///
/// To a file it writes beside it and renames at the end, so that a file is whole or not there.
final class PriceOutput {
  private enum Format: String, CaseIterable { case csv, json }

  /// One cell.
  private struct Row: Codable {
    let positionId: String
    let instrumentId: String
    let currency: String
    let measure: String
    let factor: String
    let scenario: String
    let value: Double?
    let reason: String?
  }

  private let format: Format
  private let console: Console
  private let path: String?
  private let file: FileHandle?
  private var isFirst = true

  /// Throws `CommandError` when the file cannot be written.
  init(_ arguments: Arguments, _ console: Console) throws(CommandError) {
    format = try arguments.choice("format", default: Format.csv)
    self.console = console
    path = arguments.value("output")
    guard let path else {
      file = nil
      return
    }
    guard FileManager.default.createFile(atPath: path + ".part", contents: nil),
      let handle = FileHandle(forWritingAtPath: path + ".part")
    else { throw CommandError(.failed, "cannot write \(path); check the folder and its permissions") }
    file = handle
  }

  func begin() throws {
    switch format {
    case .csv: try emit("position_id,instrument_id,currency,measure,factor,scenario,value,reason\n")
    case .json: try emit("[")
    }
  }

  func write(_ block: ResultBlock, positions: [PositionToPrice], firstNumber: Int, scenarios: [Scenario])
    throws
  {
    var text: [UInt8] = []
    let scenarioCells = scenarios.map { CSVText.cell($0.id) }
    var gaps = block.gaps[...]
    for (index, row) in block.rows.enumerated() {
      let own = gaps.prefix { $0.row == index }
      gaps = gaps.dropFirst(own.count)
      let position = positions[Int(row.positionNumber) - firstNumber]
      let start = csvStart(row, position)
      let values = block.values[block.range(ofRow: index)]
      for ordinal in 0..<values.count {
        let gap = own.first { $0.scenario == nil || $0.scenario == ordinal }
        let value = gap == nil ? values[values.startIndex + ordinal] : nil
        switch format {
        case .csv:
          text.append(contentsOf: start.utf8)
          text.append(contentsOf: scenarioCells[ordinal].utf8)
          text.append(UInt8(ascii: ","))
          if let value { text.append(contentsOf: "\(value)".utf8) }
          text.append(UInt8(ascii: ","))
          if let gap { text.append(contentsOf: CSVText.cell(gap.reason.description).utf8) }
          text.append(UInt8(ascii: "\n"))
        case .json:
          let cell = Row(
            positionId: position.position.id, instrumentId: position.instrument.id,
            currency: position.instrument.terms.currency.code, measure: row.measure.rawValue,
            factor: row.factor, scenario: scenarios[ordinal].id, value: value,
            reason: gap?.reason.description)
          text.append(contentsOf: (isFirst ? "\n" : ",\n").utf8)
          text.append(contentsOf: try CanonicalJSON.encode(cell).utf8)
          isFirst = false
        }
      }
    }
    try emit(text)
  }

  /// The cells of a row up to its scenario, each with a comma after it; empty for JSON.
  private func csvStart(_ row: ResultBlock.Row, _ position: PositionToPrice) -> String {
    guard format == .csv else { return "" }
    let cells = [
      position.position.id, position.instrument.id, position.instrument.terms.currency.code,
      row.measure.rawValue, row.factor,
    ]
    return cells.map { CSVText.cell($0) + "," }.joined()
  }

  func end() throws {
    if format == .json { try emit("\n]\n") }
    guard let path, let file else { return }
    try file.close()
    guard rename(path + ".part", path) == 0 else { throw CommandError(.failed, "cannot write \(path)") }
  }

  private func emit(_ text: String) throws { try emit(Array(text.utf8)) }

  private func emit(_ text: [UInt8]) throws {
    guard let file else {
      console.write(text)
      return
    }
    do {
      try file.write(contentsOf: Data(text))
    } catch {
      throw CommandError(.failed, "cannot write \(path ?? ""): \(error.localizedDescription)")
    }
  }
}
