import Foundation

/// Key-rate DV01 that a fund filed, from a CSV of `measure,currency,tenor,reported_usd`.
///
/// Filed figures are gains when rates fall by a basis point; here they are turned to Tenor's sign, the change of value
/// when rates rise.
struct ReportedRisk {
  private let dv01: [String: [String: Double]]

  init(path: String) throws {
    guard let text = try? String(contentsOfFile: path, encoding: .utf8) else {
      throw CommandError(.rejectedInput, "\(path) cannot be read")
    }
    var lines = text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).map {
      $0.split(separator: ",", omittingEmptySubsequences: false)
    }
    guard !lines.isEmpty,
      lines.removeFirst().map(String.init) == ["measure", "currency", "tenor", "reported_usd"]
    else {
      throw CommandError(
        .rejectedInput, "\(path), line 1: the columns are measure,currency,tenor,reported_usd")
    }
    var dv01: [String: [String: Double]] = [:]
    for (index, cells) in lines.enumerated() where cells != [""] {
      guard cells.count == 4 else {
        throw CommandError(
          .rejectedInput, "\(path), line \(index + 2): has \(cells.count) cells; write 4")
      }
      guard let value = Double(cells[3]), value.isFinite else {
        throw CommandError(.rejectedInput, "\(path), line \(index + 2), reported_usd: is not a number")
      }
      if cells[0] == "DV01" { dv01[String(cells[1]), default: [:]][String(cells[2])] = -value }
    }
    self.dv01 = dv01
  }

  /// Reported figures, Tenor's, and the difference, by currency and key rate of the first fund.
  func comparison(with summary: RunSummary) -> [String] {
    guard let tenors = summary.keyRates.first?.tenors, let fund = summary.keyRates.first?.fund else {
      return []
    }
    let computed = Dictionary(
      uniqueKeysWithValues: summary.keyRates.filter { $0.fund == fund }.map { ($0.currency, $0) })
    var table = TextTable(
      [("curve", .left), ("", .left)] + tenors.map { ($0, .right) } + [("total", .right)])
    for currency in Set(dv01.keys).union(computed.keys).sorted() {
      let reported = tenors.map { dv01[currency]?[$0] }
      let own = tenors.indices.map { computed[currency]?.dv01[$0] ?? nil }
      guard (reported + own).contains(where: { abs($0 ?? 0) >= 0.5 }) else { continue }
      table.append([currency, "filed"] + reported.map(text) + [text(total(reported))])
      table.append(["", "Tenor"] + own.map(text) + [text(total(own))])
    }
    guard !table.isEmpty else { return [] }
    let lines = summary.coverage.filter { $0.fund == fund }
    let gross = lines.reduce(0) { $0 + $1.reportedGross }
    let share = gross > 0 ? lines.reduce(0) { $0 + $1.reportedGrossPriced } / gross : 0
    return [
      "", "\(fund): key-rate DV01 as filed beside Tenor's, \(summary.reportingCurrency) for +1 bp",
      "  Filed figures are gains when rates fall; they are shown with the sign of a rise, as Tenor's are.",
      "  Tenor prices \(NumberText.percent(share)) of the reported gross value. Swaps, swaptions, futures and mortgage pools,",
      "  which carry much of the reported risk, are not priced yet; nothing is adjusted to fit.",
    ] + table.lines
  }

  private func total(_ values: [Double?]) -> Double? {
    let known = values.compactMap { $0 }
    return known.isEmpty ? nil : known.reduce(0, +)
  }

  private func text(_ value: Double?) -> String { value.map { NumberText.grouped($0) } ?? "-" }
}
