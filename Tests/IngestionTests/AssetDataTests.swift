import Collateral
import Foundation
import Ingestion
import Instruments
import Testing

/// Asset data as filed with the SEC: a whole filing, and small ones that are wrong.
struct AssetDataTests {
  private func sample() throws -> AssetDataImport.Filing {
    let path = SampleFiles.folder + "asset-data/cmbs-ex102-2026-03-11.xml.gz"
    return try AssetDataImport().filing(try ByteSource(path: path), file: "ex102.xml")
  }

  /// Counts, balance and average rate by Python's own XML reader.
  @Test func aFilingGivesItsLoans() throws {
    let filing = try sample()
    #expect(filing.report.rejections == [] && filing.report.accepted == 62)
    #expect(filing.furtherProperties == 67)
    let total = Stratification(filing.loans, by: .region).total
    #expect(abs(total.balance - 729_201_712.93) < 0.005)
    #expect(abs(total.averageRate - 0.061146065159858466) < 1e-15)
  }

  @Test func termsAreThoseOfTheFiling() throws {
    let loans = Dictionary(uniqueKeysWithValues: try sample().loans.map { ($0.id, $0) })
    // First payment due after the period: interest alone for ten years.
    let first = try #require(loans["1"])
    #expect(first.age == 0 && first.remainingTerm == 120 && first.repayment.interestOnlyMonths == 120)
    #expect(first.noteRate == 0.06055 && first.region == "NY" && first.lockoutMonths == 13)
    #expect(first.originalLTV == nil)
    // Amortises over 30 years, one payment made; 20 million on a property of 35.2 million.
    let second = try #require(loans["11"])
    #expect(second.age == 1 && second.remainingTerm == 119)
    #expect(second.repayment == LoanRepayment(amortisationMonths: 359))
    #expect(second.payment == 120_747.17 && second.interestBasis == .actual360)
    #expect(abs(try #require(second.originalLTV) - 20 / 35.2) < 1e-12)
    // Two years of interest alone, three months of them gone, then 30 years.
    let third = try #require(loans["14"])
    #expect(third.repayment == LoanRepayment(interestOnlyMonths: 21, amortisationMonths: 360))
  }

  /// Payments that the filing states, of loans that amortise now; interest runs by the day there, so balances differ by a little.
  @Test func paymentsAreThoseOfTheFiling() throws {
    let loans = Dictionary(uniqueKeysWithValues: try sample().loans.map { ($0.id, $0) })
    for (asset, payment) in [
      ("3", 241_014.37), ("11", 120_747.17), ("13", 115_536.96), ("16", 100_704.60), ("17", 89_082.65),
      ("36", 37_132.45), ("40", 30_591.01), ("43", 25_968.99), ("51", 16_093.11), ("62", 5_944.17),
    ] {
      let filed = try #require(loans[asset])
      #expect(filed.payment == payment)
      // Without what the filing states of the payment.
      let loan = try PoolLoan(
        id: asset, balance: filed.balance, noteRate: filed.noteRate, age: filed.age,
        remainingTerm: filed.remainingTerm, repayment: filed.repayment)
      let flows = try CollateralProjection(CollateralAssumptions()).flows([loan])
      #expect(abs((flows.interest[0] + flows.scheduledPrincipal[0]) / payment - 1) < 1e-3, "\(asset)")
    }
  }

  private static func autoLoans(_ assets: String) -> String {
    """
    <?xml version="1.0" encoding="UTF-8"?>
    <assetData xmlns="http://www.sec.gov/edgar/document/absee/autoloan/assetdata">
    \(assets)
    </assetData>
    """
  }

  private static func autoLoan(_ id: String = "17212466", _ changes: [String: String] = [:]) -> String {
    var fields = [
      "assetNumber": id, "originalLoanAmount": "8381.29", "originalLoanTerm": "74",
      "originalInterestRateTypeCode": "1", "reportingPeriodActualEndBalanceAmount": "5479.90",
      "reportingPeriodInterestRatePercentage": "0.0804", "nextInterestRatePercentage": "0.0804",
      "remainingTermToMaturityNumber": "43", "servicingFeePercentage": "0.01", "obligorCreditScore": "673",
      "obligorGeographicLocation": "NY", "currentDelinquencyStatus": "0", "vehicleValueAmount": "9975.00",
      "repossessedIndicator": "false",
    ]
    fields.merge(changes) { $1 }
    return "<assets>"
      + fields.sorted { $0.key < $1.key }.map { "<\($0.key)>\($0.value)</\($0.key)>" }.joined()
      + "</assets>"
  }

  private func read(_ text: String) throws -> AssetDataImport.Filing {
    try AssetDataImport().filing(ByteSource(Array(text.utf8)), file: "ex102.xml")
  }

  /// A loan of Ally Auto Receivables Trust 2017-1 in January 2017. Its payment is stated as 147.61; interest ran by
  /// the day and payments came early or late.
  @Test func loansOnCarsAreRead() throws {
    let filing = try read(Self.autoLoans(Self.autoLoan()))
    #expect(
      filing.loans == [
        try PoolLoan(
          id: "17212466", balance: 5_479.90, originalBalance: 8_381.29, noteRate: 0.0804, servicingFee: 0.01,
          age: 31, remainingTerm: 43, score: 673, originalLTV: 8_381.29 / 9_975, region: "NY")
      ])
    let flows = try CollateralProjection(CollateralAssumptions()).flows(filing.loans)
    #expect(abs(flows.interest[0] + flows.scheduledPrincipal[0] - 147.61) < 1)
  }

  @Test(arguments: [
    ("45", DelinquencyStatus.days30), ("60", .days60), ("89", .days60), ("120", .days90), ("29", .current),
  ])
  func daysLateAreAStatus(days: String, status: DelinquencyStatus) throws {
    let filing = try read(Self.autoLoans(Self.autoLoan("A", ["currentDelinquencyStatus": days])))
    #expect(filing.loans.map(\.status) == [status])
  }

  @Test func carsTakenBackAndLoansRepaid() throws {
    let filing = try read(
      Self.autoLoans(
        Self.autoLoan("A", ["repossessedIndicator": "true"])
          + Self.autoLoan("B", ["zeroBalanceCode": "1", "remainingTermToMaturityNumber": "0"])))
    #expect(filing.loans[0].status == .foreclosure && filing.loans[1].balance == 0)
  }

  @Test(arguments: [
    ("originalInterestRateTypeCode", "2", "moves"), ("originalLoanAmount", "much", "number"),
    ("reportingPeriodActualEndBalanceAmount", "-5", "amount"),
    ("nextInterestRatePercentage", "8.04", "between"),
    ("remainingTermToMaturityNumber", "4.5", "whole"), ("originalLoanTerm", "9e18", "whole"),
    ("assetNumber", "OK", "twice"),
  ])
  func anAssetThatIsWrongIsLeftOutAlone(field: String, value: String, message: String) throws {
    let filing = try read(
      Self.autoLoans(
        [Self.autoLoan("OK"), Self.autoLoan("BAD", [field: value]), Self.autoLoan("LAST")].joined(
          separator: "\n")))
    #expect(filing.loans.map(\.id) == ["OK", "LAST"])
    #expect(filing.report.rejected == 1 && filing.report.rejections[0].row == 2)
    #expect(filing.report.rejections[0].line == 4, "\(filing.report.rejections)")
    #expect(filing.report.rejections[0].message.contains(message), "\(filing.report.rejections)")
  }

  @Test(arguments: [
    ("", 1, "cut short"), ("<assetData", 1, "cut short"),
    ("<assetData xmlns=\"http://www.sec.gov/edgar/document/absee/rmbs/assetdata\"/>", 1, "is not asset data"),
    ("<!DOCTYPE x [<!ENTITY a \"b\">]><assetData/>", 1, "document types"),
    (AssetDataTests.autoLoans("<assets><a>1</b></assets>"), 3, "mismatched tag"),
    (AssetDataTests.autoLoans("<assets>\n<a>1 & 2</a></assets>"), 4, "not well-formed"),
    (AssetDataTests.autoLoans("<assets>"), 4, "mismatched tag"),
    (AssetDataTests.autoLoans("</>"), 3, "not well-formed"),
    (
      "<assetData xmlns=\"http://www.sec.gov/edgar/document/absee/autoloan/assetdata\"><assets>", 1,
      "cut short"
    ),
    (AssetDataTests.autoLoans(String(repeating: "<a>", count: 80)), 3, "deep"),
  ])
  func malformedFilingsNameTheirLine(text: String, line: Int, message: String) {
    let error = #expect(throws: IngestionError.self) { try read(text) }
    #expect(error?.line == line && error?.message.contains(message) == true, "\(String(describing: error))")
  }

  /// Whatever is cut off or changed, a filing is read or refused, and assets taken and left out add up.
  @Test func damagedFilingsAreReadOrRefused() throws {
    let whole = Array(Self.autoLoans(Self.autoLoan("A") + Self.autoLoan("B")).utf8)
    for length in 0..<whole.count {
      #expect(throws: IngestionError.self) {
        try AssetDataImport().filing(ByteSource(Array(whole[..<length])), file: "f.xml")
      }
    }
    var random = SplitMix(state: 20_260_131)
    let marks = Array("<>/&;!?-[]\"' 9e.\0".utf8) + [0x80, 0xFF]
    var read = 0
    for _ in 0..<4_000 {
      var bytes = whole
      for _ in 0..<(1 + Int(random.next() % 3)) {
        bytes[Int(random.next() % UInt64(bytes.count))] = marks[Int(random.next() % UInt64(marks.count))]
      }
      guard let filing = try? AssetDataImport().filing(ByteSource(bytes), file: "f.xml") else { continue }
      read += 1
      #expect(filing.loans.count == filing.report.accepted && filing.report.read <= 2)
    }
    #expect(read > 100)
  }

  @Test func textIsReadAsItIsMeant() throws {
    let asset = """
      <!-- a comment > with marks --><assets note="a > b"><assetNumber> A&amp;B&#45;<![CDATA[<1>]]></assetNumber>
      """
    let filing = try read(
      Self.autoLoans(asset + Self.autoLoan("").dropFirst("<assets>".count).description))
    #expect(filing.loans.map(\.id) == ["A&B-<1>"])
  }
}
