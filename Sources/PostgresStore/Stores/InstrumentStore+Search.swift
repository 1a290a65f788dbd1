public import Instruments
public import RunRecords

extension InstrumentStore {
  /// Which instruments; everything that is not `nil` must fit the current version.
  public struct SearchFilter: Sendable, Hashable {
    /// Somewhere in the id, the name or the issuer; capitals and small letters are the same.
    public var text: String?
    public var idPrefix: String?
    public var issuer: String?
    public var productType: ProductType?
    /// ISO code of the currency of the values.
    public var currency: String?
    public var sector: String?
    public var country: String?

    public init() {}
  }

  /// Current versions in ascending id, after the instrument `id` when given.
  ///
  /// Narrow rows are looked through, in order of id while enough of them fit and all of them otherwise; records are read
  /// of those found alone.
  public func search(
    _ filter: SearchFilter, after id: String? = nil, limit: Int
  ) throws -> [InstrumentVersion] {
    var parameters: [PostgresValue] = [.int8(Int64(limit))]
    var conditions: [String] = []
    func add(_ value: String?, _ condition: (String) -> String) {
      guard let value else { return }
      parameters.append(.text(value))
      conditions.append(condition("$\(parameters.count)"))
    }
    add(id) { "c.instrument_id > \($0)" }
    add(filter.idPrefix) { "c.instrument_id ^@ \($0)" }
    add(filter.text.map(InstrumentStore.pattern)) { "c.search_text LIKE lower(\($0))" }
    add(filter.issuer) { "c.issuer = \($0)" }
    add(filter.productType?.rawValue) { "c.product_type = \($0)" }
    add(filter.currency) { "c.currency = \($0)" }
    add(filter.sector) { "c.sector = \($0)" }
    add(filter.country) { "c.country = \($0)" }
    let columns = InstrumentStore.versionColumns.split(separator: ", ").map { "i.\($0)" }
    return try connection.query(
      """
      SELECT \(columns.joined(separator: ", "))
      FROM (
        SELECT c.instrument_id, c.instrument_no FROM instrument_current c
        \(conditions.isEmpty ? "" : "WHERE \(conditions.joined(separator: " AND "))") ORDER BY c.instrument_id LIMIT $1
      ) found
      JOIN instrument i USING (instrument_no) ORDER BY found.instrument_id
      """, parameters
    ).map(InstrumentStore.version)
  }

  /// The LIKE pattern of texts that hold this one.
  private static func pattern(_ text: String) -> String {
    "%" + text.replacing("\\", with: "\\\\").replacing("%", with: "\\%").replacing("_", with: "\\_") + "%"
  }
}
