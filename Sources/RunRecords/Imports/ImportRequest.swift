public import DatesAndConventions

/// What is to be done with a file.
public struct ImportRequest: Sendable, Hashable, Codable {
  public let kind: ImportKind
  /// Whether the file is only checked.
  public var isDryRun: Bool
  /// Whether nothing is stored unless every row is right.
  public var isStrict: Bool
  /// Of positions: the day whose end they describe.
  public var asOf: CivilDate?
  /// Of positions: where they come from.
  public var source: String?
  /// Of positions: whether a file without rows is a book without positions.
  public var allowsEmpty: Bool
  /// Of scenarios: the set's name in place of the file's.
  public var setName: String?
  /// Of scenarios: the set as a whole.
  public var description: String?
  /// Of scenarios: what is new in this version.
  public var note: String?
  /// Of scenarios: whether versions serve runs only once another person has approved them.
  public var requiresApproval: Bool

  public init(
    _ kind: ImportKind, isDryRun: Bool = false, isStrict: Bool = false, asOf: CivilDate? = nil,
    source: String? = nil, allowsEmpty: Bool = false, setName: String? = nil, description: String? = nil,
    note: String? = nil, requiresApproval: Bool = false
  ) {
    self.kind = kind
    self.isDryRun = isDryRun
    self.isStrict = isStrict
    self.asOf = asOf
    self.source = source
    self.allowsEmpty = allowsEmpty
    self.setName = setName
    self.description = description
    self.note = note
    self.requiresApproval = requiresApproval
  }
}
