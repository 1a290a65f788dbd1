import DatesAndConventions
import Testing

@Suite struct CurrencyTests {
  @Test(arguments: ["", "US", "USDX", "usd", "U5D", "ÄBC"])
  func `text that is no code is refused`(_ text: String) {
    #expect(Currency(text) == nil)
  }

  @Test func `codes come back and sort by letter`() {
    for currency in Currency.allKnown { #expect(Currency(currency.code) == currency) }
    #expect(Currency.eur < Currency.gbp && Currency.gbp < Currency.jpy && Currency.jpy < Currency.usd)
  }

  @Test func `every currency of the standard is known`() {
    #expect(Currency.allKnown.count == 179)
    #expect(Currency.allKnown.allSatisfy { $0.isKnown && !$0.name.isEmpty })
    #expect(Currency("ZZZ")?.isKnown == false)
    #expect(Currency("DEM")?.isKnown == false)
    #expect(Currency("ZZZ")?.name == "ZZZ")
  }

  /// ISO 4217, list one: every currency whose minor unit is not 2.
  @Test func `minor units`() {
    let expected = [
      0: "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF",
      3: "BHD IQD JOD KWD LYD OMR TND",
      4: "CLF UYW",
    ]
    for (units, codes) in expected {
      #expect(Currency.allKnown.filter { $0.minorUnits == units }.map(\.code).joined(separator: " ") == codes)
    }
    #expect(Currency.usd.minorUnits == 2)
    #expect(Currency("XAU")?.minorUnits == 2)
    #expect(Currency.jpy.name == "Yen")
  }
}
