import Instruments
import Pricing
import Testing

struct SupportMatrixTests {
  private static let matrix = SupportMatrix()

  private func support(_ type: ProductType, _ measure: Measure) -> SupportMatrix.Support? {
    Self.matrix.products.first { $0.productType == type }?.support[measure]
  }

  @Test func everyProductSaysSomethingOfEveryMeasure() {
    #expect(Self.matrix.products.map(\.productType) == ProductType.allCases)
    for product in Self.matrix.products { #expect(product.support.count == Measure.allCases.count) }
  }

  @Test func bondsAndLoansHaveEveryMeasureButThoseOfOtherContracts() {
    let others: Set<Measure> = [.jumpToDefault, .expectedLoss, .discountMargin, .vega]
    for measure in Measure.allCases {
      let expected: SupportMatrix.Support = others.contains(measure) ? .notApplicable : .number
      #expect(support(.fixedBond, measure) == expected, "\(measure)")
      let ofLoan: SupportMatrix.Support = measure == .inflationDV01 ? .notApplicable : expected
      #expect(support(.amortisingLoan, measure) == ofLoan, "\(measure)")
      if others.contains(measure), measure != .discountMargin {
        #expect(support(.derivatives, measure) == .number)
      }
    }
  }

  @Test func forwardsHaveWhatAForwardHas() {
    let numbers: Set<Measure> = [.presentValue, .dv01, .keyRateDV01, .fxDelta, .cashFlows]
    for measure in Measure.allCases {
      #expect(
        support(.fxForward, measure) == (numbers.contains(measure) ? .number : .notApplicable), "\(measure)")
    }
  }

  @Test func floatingNotesHaveAllButASpreadOverParYields() {
    for measure in Measure.allCases {
      let others: Set<Measure> = [.gSpread, .jumpToDefault, .expectedLoss, .inflationDV01, .vega]
      #expect(
        support(.floatingRate, measure) == (others.contains(measure) ? .notApplicable : .number), "\(measure)"
      )
    }
  }

  /// A product whose record needs a description is one that is not valued yet, and no other.
  @Test(arguments: ProductType.allCases)
  func notYetIsWhatFilesMustDescribe(type: ProductType) {
    struct Fields: TermFields {
      let type: UnsafeBufferPointer<UInt8>
      func value(_ field: InstrumentField) -> FieldValue {
        field == .productType || field == .instrumentID ? .cell(type) : .absent
      }
    }
    let fault = Array(type.rawValue.utf8).withUnsafeBufferPointer { bytes in
      #expect(throws: TermsError.self) { try InstrumentRecord(fields: Fields(type: bytes)) }
    }
    #expect((fault?.field == "description") == (support(type, .presentValue) == .notYet))
  }
}
