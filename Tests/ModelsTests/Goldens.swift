import Foundation

/// Reads the golden files beside the tests.
enum Goldens {
  /// The cases of a file; none where it cannot be read, which the tests' counts of cases show.
  static func cases<Case: Decodable>(_ name: String, of type: Case.Type = Case.self) -> [Case] {
    let file = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Goldens/\(name).json")
    let decoder = JSONDecoder()
    decoder.keyDecodingStrategy = .convertFromSnakeCase
    return (try? decoder.decode([Case].self, from: Data(contentsOf: file))) ?? []
  }
}
