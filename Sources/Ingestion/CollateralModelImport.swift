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

  /// Reads a model whose kind its members tell. Throws as `document` does.
  public func model(_ source: ByteSource, file: String) throws(IngestionError) -> CollateralModel {
    let bytes = try source.all(file: file, limit: CollateralModelImport.jsonBytes)
    let kind: CollateralModel.Kind?
    do throws(JSONError) {
      kind = CollateralModel.Kind(try JSONDocument.parse(bytes))
    } catch {
      throw IngestionError(file: file, error)
    }
    switch kind {
    case .prepayment: return .prepayment(try document(PrepaymentModel.self, ByteSource(bytes), file: file))
    case .default: return .default(try document(DefaultModel.self, ByteSource(bytes), file: file))
    case .severity: return .severity(try document(SeverityModel.self, ByteSource(bytes), file: file))
    case .mortgageRate:
      return .mortgageRate(try document(MortgageRateModel.self, ByteSource(bytes), file: file))
    case nil:
      throw IngestionError(
        file: file,
        message: "is no model: prepayment has richard_roll or turnover_and_refinancing, default hazard or "
          + "roll_rates, severity sale_discount, and mortgage rates intercept")
    }
  }

  /// Reads models that go together. Throws where two are of one kind and name, or two of mortgage rates.
  func models(
    _ files: [(file: String, source: ByteSource)]
  ) throws(IngestionError) -> [CollateralModel] {
    var models: [CollateralModel] = []
    var places: [CollateralModel.Identity: String] = [:]
    for (file, source) in files {
      let model = try model(
        try source.unpacked(file: file, limit: CollateralModelImport.jsonBytes), file: file)
      if let other = places.updateValue(file, forKey: model.identity) {
        throw IngestionError(
          file: file, field: "name", message: "\(model.identity.name) stands in \(other) too; keep one")
      }
      models.append(model)
    }
    return models
  }
}
