/// What a table is, before its first row.
public struct ExportTable: Sendable, Hashable {
  /// The name of the sheet: 1 to 28 letters, digits and spaces.
  public let name: String
  public let columns: [String]
  /// What it shows and where it is from, as names and values.
  public let about: [About]

  public struct About: Sendable, Hashable {
    public let name: String
    public let value: String

    public init(_ name: String, _ value: String) {
      self.name = name
      self.value = value
    }
  }

  public init(name: String, columns: [String], about: [About]) {
    precondition((1...28).contains(name.utf8.count), "'\(name)' is no name of a sheet")
    self.name = name
    self.columns = columns
    self.about = about
  }
}
