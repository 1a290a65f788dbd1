import Ingestion
import Instruments
import JSONDocuments
import RunRecords
import Testing

/// Mistakes in rows of floating notes, swaps and forward rate agreements: the error names the field as it is written.
struct FloatingFieldTests {
  private static let note: [String: String] = [
    "instrument_id": "N", "product_type": "FLOATING_RATE", "currency": "EUR", "dated_date": "2022-06-15",
    "maturity": "2027-06-15", "index": "EUR-EURIBOR-3M",
  ]
  private static let swap: [String: String] = [
    "instrument_id": "S", "product_type": "DERIVATIVES", "contract": "SWAP", "currency": "EUR",
    "dated_date": "2022-06-15", "maturity": "2027-06-15", "pay_notional": "1000000", "pay_rate": "0.03",
    "pay_day_count": "30/360", "receive_notional": "1000000", "receive_index": "EUR-ESTR",
  ]
  private static let agreement: [String: String] = [
    "instrument_id": "F", "product_type": "DERIVATIVES", "contract": "FRA", "currency": "EUR",
    "dated_date": "2023-06-30", "index": "EUR-EURIBOR-3M", "rate": "0.03", "notional": "1000000",
  ]

  /// The field of the error; `nil` for a row that is taken.
  private func fault(_ row: [String: String], _ changes: [String: String]) throws -> String? {
    let row = row.merging(changes) { $1 }.sorted { $0.key < $1.key }
    let text = row.map(\.key).joined(separator: ",") + "\n" + row.map(\.value).joined(separator: ",") + "\n"
    let report = try RecordImport<InstrumentRecord>(file: "instruments.csv").csv(ByteSource(Array(text.utf8)))
    {
      _ in
    }
    return report.rejections.first?.field
  }

  @Test func plainRowsAreTaken() throws {
    for row in [Self.note, Self.swap, Self.agreement] { #expect(try fault(row, [:]) == nil) }
  }

  @Test(arguments: [
    (["index": ""], "index"), (["index": "EUR-LIBOR"], "index"), (["index": "USD-PRIME"], "index"),
    (["index": "USD-SOFR"], "index"), (["margin": "85"], "margin"), (["gearing": "0"], "gearing"),
    (["cap": "0.01", "floor": "0.02"], "cap"), (["cap": "4"], "cap"),
    (["lookback_days": "5"], "lookback_days"),
    (["lockout_days": "2"], "lockout_days"), (["observation_shift": "true"], "observation_shift"),
    (["fixing_days": "21"], "fixing_days"), (["index": "EUR-ESTR", "fixing_days": "2"], "fixing_days"),
    (["frequency": "0"], "frequency"), (["maturity": "2022-06-15"], "maturity"),
    (["coupon": "0.04"], "floating_from"),
    (["floating_from": "2024-06-15"], "coupon"),
    (["coupon": "0.04", "floating_from": "2027-06-15"], "floating_from"),
    (["payment_lag": "31"], "payment_lag"), (["settlement_days": "-1"], "settlement_days"),
    (["principal_payments": "2024-06-15:60;2025-06-15:60"], "principal_payments"),
    (["principal_payments": "2027-06-15:10"], "principal_payments"), (["redemption": "0"], "redemption"),
    (["first_coupon_date": "2030-01-15"], "first_coupon_date"), (["averaging": "mean"], "averaging"),
  ])
  func mistakesInNotesNameTheirField(changes: [String: String], field: String) throws {
    #expect(try fault(Self.note, changes) == field)
  }

  @Test(arguments: [
    (["pay_rate": ""], "pay_rate"), (["pay_index": "EUR-ESTR"], "pay_rate"), (["pay_rate": "3"], "pay_rate"),
    (["receive_rate": "0.01"], "receive_rate"), (["receive_notional": "-5"], "receive_notional"),
    (["pay_day_count": ""], "pay_day_count"), (["pay_spread": "0.01"], "pay_spread"),
    (["receive_spread": "25"], "receive_spread"), (["receive_payment_lag": "99"], "receive_payment_lag"),
    (["receive_currency": "USD"], "receive_index"), (["currency": "GBP", "pay_currency": "EUR"], "currency"),
    (["pay_compounding": "compounded"], "pay_compounding"),
    (["pay_compounding": "annual"], "pay_compounding"),
    (["receive_compounding": "annual"], "receive_compounding"), (["notional_reset": "pay"], "notional_reset"),
    (["notional_schedule": "2021-06-15:50"], "notional_schedule"), (["margin": "0.01"], "margin"),
    (["notional_schedule": "2024-06-15:-1"], "notional_schedule"),
    (["maturity": "2020-01-01"], "maturity"),
    (["pay_swap_tenor": "10Y"], "pay_rate"), (["receive_swap_tenor": "10M"], "receive_swap_tenor"),
    (["receive_swap_tenor": "60Y"], "receive_swap_tenor"), (["receive_cap": "0.05"], "receive_cap"),
    (["receive_swap_tenor": "10Y", "receive_compounding": "averaged"], "receive_compounding"),
    (["receive_swap_tenor": "10Y", "receive_cap": "5"], "receive_cap"),
    (["receive_swap_tenor": "10Y", "receive_cap": "0.01", "receive_floor": "0.02"], "receive_cap"),
    (["receive_swap_tenor": "10Y", "receive_fixing_rate": "3"], "receive_fixing_rate"),
    (["receive_swap_tenor": "10Y", "fixing_days": "21"], "fixing_days"),
    (["fixing_in_arrears": "true"], "fixing_in_arrears"), (["pay_fixing_rate": "0.03"], "pay_fixing_rate"),
  ])
  func mistakesInSwapsNameTheirField(changes: [String: String], field: String) throws {
    #expect(try fault(Self.swap, changes) == field)
  }

  @Test(arguments: [
    (["index": "EUR-ESTR"], "index"), (["index": "USD-TERM-SOFR-3M"], "index"),
    (["notional": "0"], "notional"),
    (["rate": "3.1"], "rate"), (["dated_date": "2023-07-01"], "dated_date"),
    (["maturity": "2023-09-30"], "maturity"),
  ])
  func mistakesInAgreementsNameTheirField(changes: [String: String], field: String) throws {
    #expect(try fault(Self.agreement, changes) == field)
  }
}
