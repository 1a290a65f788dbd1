/// The description of the operations of one or more services, OpenAPI 3.1.
public enum OpenAPIDocument {
  /// The document of these services, which is that of all of them by default.
  ///
  /// Components that services share stand in the document of each.
  public static func text(of services: [Service] = Service.allCases) -> String {
    let parts = services.map(\.openAPIPart) + [.session, .common]
    // A component of another service may be used by one of these.
    let components = Service.allCases.map(\.openAPIPart) + [.session, .common]
    return """
      {
      \(joined([.common], \.head)),
      "tags": [
      \(joined(parts, \.tags))
      ],
      "paths": {
      \(joined(parts, \.paths))
      },
      "components": {
      "schemas": {
      \(joined(components, \.schemas))
      },
      "parameters": {
      \(joined(components, \.parameters))
      },
      "responses": {
      \(joined(components, \.responses))
      },
      "securitySchemes": {
      \(joined([.common], \.securitySchemes))
      }
      }
      }

      """
  }

  private static func joined(_ parts: [OpenAPIPart], _ text: (OpenAPIPart) -> String) -> String {
    parts.map(text).filter { !$0.isEmpty }.joined(separator: ",\n")
  }
}
