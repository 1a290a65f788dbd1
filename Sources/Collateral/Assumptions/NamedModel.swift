/// A model by its name: `{"model": name}`.
struct NamedModel: Codable {
  let model: String
}

extension Decoder {
  /// What is wrong with the value that is being read.
  func corrupted(_ message: String) -> DecodingError {
    .dataCorrupted(DecodingError.Context(codingPath: codingPath, debugDescription: message))
  }

  /// Turns text that says nothing into a value that cannot be read.
  func reading<Value>(_ body: () throws(CollateralError) -> Value) throws -> Value {
    do throws(CollateralError) {
      return try body()
    } catch {
      throw corrupted(error.message)
    }
  }
}
