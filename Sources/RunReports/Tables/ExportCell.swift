public import DatesAndConventions

/// One cell of an exported table.
public enum ExportCell: Sendable, Hashable {
  /// No value; another column tells why.
  case empty
  case text(String)
  case integer(Int)
  /// Finite. The format is how a spreadsheet shows it; the value is written whole.
  case number(Double, NumberFormat)
  case flag(Bool)
  case date(CivilDate)
}

/// How a spreadsheet shows a number: with the decimals that the dashboard shows.
public enum NumberFormat: Int, Sendable, CaseIterable {
  case wholeAmount
  case amount
  case price
  /// A decimal, shown as per cent.
  case rate
  case basisPoints
  case years
  case plain

  /// The format code of ECMA-376, 18.8.30.
  var code: String {
    switch self {
    case .wholeAmount: "#,##0"
    case .amount, .plain: "#,##0.00"
    case .price: "0.0000"
    case .rate: "0.000%"
    case .basisPoints: "0.0"
    case .years: "0.000"
    }
  }
}
