/// Limits of requests that load many rows.
enum BulkLoad {
  /// About four hundred thousand positions.
  static let bytes = 128 << 20
  static let timeout = Duration.seconds(300)
}
