public import Collateral
import JSONDocuments

/// Reads the parameters of a model of prepayment, default, loss or mortgage rates from a JSON document.
public struct CollateralModelImport {
  /// Files of parameters are small; larger ones are a mistake.
  static let jsonBytes = 1 << 20

  public init() {}

  /// Reads parameters whole or not at all. Throws `IngestionError` with the line of malformed text or the path of the parameter at
  /// fault, and what would be right.
  public func document<Model: CollateralModelParameters>(
    _ model: Model.Type, _ source: ByteSource, file: String
  ) throws(IngestionError) -> Model {
    let bytes = try source.all(file: file, limit: CollateralModelImport.jsonBytes)
    let parameters: Model
    do throws(JSONError) {
      parameters = try CanonicalJSON.decode(model, from: bytes)
    } catch {
      throw IngestionError(file: file, error)
    }
    if let problem = parameters.problems.first {
      throw IngestionError(file: file, field: problem.field, message: problem.message)
    }
    return parameters
  }
}
