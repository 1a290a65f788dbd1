import HTTPServing
import Instruments
import Pricing

extension InstrumentsService {
  /// What can be asked of which product, as the program itself prices an example of each.
  func listProducts(_ request: HTTPRequest) throws -> HTTPResponse {
    try request.query.refuseNames(outside: [])
    return try .document(Products(items: SupportMatrix().products.map(ProductView.init)))
  }

  private struct Products: Encodable {
    let items: [ProductView]
  }

  private struct ProductView: Encodable {
    let productType: String
    let measures: [MeasureView]

    init(_ product: SupportMatrix.Product) {
      productType = product.productType.rawValue
      measures = Measure.allCases.map { MeasureView(measure: $0, support: product.support[$0] ?? .notYet) }
    }
  }

  private struct MeasureView: Encodable {
    let measure: Measure
    let support: SupportMatrix.Support
  }
}
