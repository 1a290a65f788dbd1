/// Pieces of SQL that several stores use.
enum SQLText {
  /// A time as ISO 8601 UTC text with milliseconds; null stays null.
  static func iso(_ column: String) -> String {
    #"to_char(\#(column) AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')"#
  }

  /// A time as milliseconds since 1970.
  static func milliseconds(_ column: String) -> String {
    "(extract(epoch FROM \(column)) * 1000)::int8"
  }

  /// Milliseconds since 1970, given as a parameter or column, as a time; null stays null.
  static func time(_ parameter: String) -> String {
    "timestamptz 'epoch' + (\(parameter))::int8 * interval '1 millisecond'"
  }
}
