/// What one file of `docs/openapi` says, cut so that parts join into one document: JSON members or array elements,
/// separated by commas, without the brackets around them.
struct OpenAPIPart: Sendable {
  /// Members of the document that are none of the following; only the common part has them.
  let head: String
  let tags: String
  let paths: String
  let schemas: String
  let parameters: String
  let responses: String
  /// Only the common part has them.
  var securitySchemes = ""
}

extension Service {
  /// The description of the service's operations.
  var openAPIPart: OpenAPIPart {
    switch self {
    case .marketData: .marketdata
    case .runs: .runs
    case .results: .results
    case .instruments: .instruments
    case .portfolio: .portfolio
    case .risk: .risk
    case .audit: .audit
    case .access: .access
    case .cashFlow: .cashflow
    case .scenario: .scenario
    case .ingestion: .ingestion
    case .deals: .deals
    }
  }
}
