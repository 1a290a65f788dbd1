/// Where a date that is not a business day moves. Raw values are the names used in files.
public enum BusinessDayConvention: String, Sendable, Codable, CaseIterable, Hashable {
  case unadjusted
  case following
  /// Following, unless that leaves the month: then preceding.
  case modifiedFollowing = "modified_following"
  case preceding
  /// Preceding, unless that leaves the month: then following.
  case modifiedPreceding = "modified_preceding"
}
