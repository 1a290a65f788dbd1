import Instruments

/// A row of a market file that makes up a curve, a surface or a series with others of its group.
protocol MarketTableRow {
  associatedtype Name: FieldName
  /// The columns that the header has to have.
  static var required: [Name] { get }
  /// The column at fault where two rows of a group quote the same.
  static var pointField: Name { get }

  /// What the row belongs to, such as the id of a curve.
  var group: String { get }
  /// What the row quotes within its group, for messages, such as a tenor.
  var point: String { get }
  /// Where the group stands in the market document, such as `curves[USD.TREASURY]`.
  var groupPath: String { get }
  /// Where the row stands in its group, such as `.points[10Y]`; each once.
  var place: String { get }

  init(fields: some TermFields<Name>) throws(TermsError)

  /// The fields that all rows of a group have the same of, with whether this row has what the first one has.
  func agreement(with first: Self) -> [(field: Name, holds: Bool)]
}

extension MarketTableRow {
  func agreement(with first: Self) -> [(field: Name, holds: Bool)] { [] }
}

/// The rows of a market file by group.
struct MarketTable<Row: MarketTableRow> {
  /// In the order in which they first appear.
  private(set) var groups: [[Row]] = []
  private var numbers: [String: Int] = [:]
  private var places: Set<String> = []

  var rows: [Row] { groups.flatMap(\.self) }

  /// The rows of a group; empty where there is none.
  subscript(group: String) -> [Row] { numbers[group].map { groups[$0] } ?? [] }

  /// Throws when a row contradicts its group's first or quotes what another has quoted.
  mutating func add(_ row: Row) throws(TermsError) {
    guard let number = numbers[row.group] else {
      numbers[row.group] = groups.count
      groups.append([row])
      places.insert(row.groupPath + row.place)
      return
    }
    for (field, holds) in row.agreement(with: groups[number][0]) where !holds {
      throw TermsError(
        field: field.name, message: "differs from the first row of \(row.group), which has one for all rows")
    }
    guard places.insert(row.groupPath + row.place).inserted else {
      throw TermsError(
        field: Row.pointField.name, message: "\(row.point) is twice in \(row.group); keep one")
    }
    groups[number].append(row)
  }
}
