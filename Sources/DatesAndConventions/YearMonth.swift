/// A calendar month, for which a price index is published.
public struct YearMonth: Hashable, Sendable, Comparable, CustomStringConvertible {
  /// Months since January of year 0.
  private let count: Int

  /// Precondition: `month` is 1 to 12.
  public init(year: Int, month: Int) {
    precondition((1...12).contains(month), "months are 1 to 12")
    count = 12 * year + month - 1
  }

  /// The month in which a day lies.
  public init(_ date: CivilDate) {
    let (year, month, _) = date.yearMonthDay
    self.init(year: year, month: month)
  }

  private init(count: Int) { self.count = count }

  /// A month from text such as `2023-02`; `nil` for anything else.
  public init?(_ text: some StringProtocol) {
    guard text.utf8.count == 7, let first = CivilDate(iso: text + "-01") else { return nil }
    self.init(first)
  }

  public var year: Int { count / 12 }
  /// 1 to 12.
  public var month: Int { count % 12 + 1 }
  public var firstDay: CivilDate { CivilDate(year: year, month: month, day: 1)! }
  public var description: String { String(firstDay.description.prefix(7)) }

  public func adding(months: Int) -> YearMonth { YearMonth(count: count + months) }

  /// Months from `other` to this one; negative where it is earlier.
  public func months(since other: YearMonth) -> Int { count - other.count }

  public static func < (a: YearMonth, b: YearMonth) -> Bool { a.count < b.count }
}

extension YearMonth: Codable {
  public init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    let text = try container.decode(String.self)
    guard let month = YearMonth(text) else {
      throw DecodingError.dataCorruptedError(
        in: container, debugDescription: "'\(text)' is not a month; write it as 2023-02")
    }
    self = month
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(description)
  }
}
