import JSONDocuments
public import MarketData

/// Reads a scenario set, whole or not at all.
public struct ScenarioImport {
  /// Scenario files are small; larger ones are a mistake.
  static let jsonBytes = 64 << 20

  public init() {}

  /// Reads a scenario set from one JSON document: `{"id": …, "scenarios": […]}`.
  ///
  /// Throws `IngestionError` with the line of malformed text or the path of the field at fault. Whether a market
  /// has the curves and currencies that shifts name is checked when a run meets its market.
  public func document(_ source: ByteSource, file: String) throws(IngestionError) -> ScenarioSet {
    let bytes = try source.all(file: file, limit: ScenarioImport.jsonBytes)
    do throws(JSONError) {
      return try CanonicalJSON.decode(ScenarioSet.self, from: bytes)
    } catch {
      throw IngestionError(file: file, error)
    }
  }
}
