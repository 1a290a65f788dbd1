import Foundation
import StructuredDeals

/// The deals of `Samples/deals`.
enum SampleDeal {
  static func decoded(_ name: String) throws -> Deal {
    let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .appending(path: "../../Samples/deals/\(name).json").standardized
    let decoder = JSONDecoder()
    decoder.keyDecodingStrategy = .convertFromSnakeCase
    return try decoder.decode(Deal.self, from: Data(contentsOf: file))
  }
}
