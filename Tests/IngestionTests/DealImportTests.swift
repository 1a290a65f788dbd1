import Collateral
import Ingestion
import StructuredDeals
import Testing

/// What is refused in a deal's file or its collateral's, and where it is said to be.
@Suite struct DealImportTests {
  private func fault(_ text: String) -> String? {
    do throws(IngestionError) {
      _ = try DealImport().waterfall(ByteSource(Array(text.utf8)), file: "deal.json")
      return nil
    } catch {
      return error.description
    }
  }

  private func deal(steps: String) -> String {
    """
    {"name": "d", "collateral": [{"name": "pool", "interest_to": "cash", "principal_to": "cash"}],
     "bonds": [{"name": "A", "balance": 100, "coupon": "5%"}, {"name": "R"}], "accounts": [{"name": "cash"}],
     "waterfall": [\(steps)\(steps.isEmpty ? "" : ", "){"step": "RELEASE", "from": "cash", "to": "R"}]}
    """
  }

  @Test func everyStepIsRead() throws {
    let text = """
      {"name": "all", "months_per_period": 3, "first_payment": "2026-04-20",
       "collateral": [{"name": "pool", "interest_to": "cash", "principal_to": "cash", "original_balance": 500}],
       "bonds": [{"name": "A", "balance": 100, "original_balance": 200, "coupon": 0.05, "day_count": "ACT/365F",
                  "interest_on_shortfall": false}, {"name": "Z", "balance": 50, "coupon": "5%"}, {"name": "R"}],
       "classes": [{"name": "both", "bonds": ["A", "Z"]}],
       "accounts": [{"name": "cash"}, {"name": "reserve", "balance": 1, "keeps_cash": true, "target": "2"}],
       "fees": [{"name": "fee", "amount": 1, "carries": false}],
       "swaps": [{"name": "hedge", "notional": "A.balance", "receive": "series.SOFR", "pay": "4%"}],
       "triggers": [{"name": "t", "when": "pool.loss > 0", "breaches": 2, "latched": true}],
       "definitions": [{"name": "oc", "formula": "pool.balance - both.balance"}],
       "schedules": [{"name": "plan", "balances": [90, 80]}],
       "waterfall": [
         {"step": "CALL", "collateral": ["pool"], "price": "101%", "to": "cash", "when": "pool.factor < 10%"},
         {"step": "SETTLE", "swap": "hedge", "account": "cash"},
         {"step": "PAY_FEES", "fees": ["fee"], "from": "cash", "name": "costs"},
         {"step": "PAY_INTEREST", "bonds": ["A"], "order": "PRO_RATA", "from": "cash"},
         {"step": "ACCRETE", "bonds": ["Z"], "from": "cash", "to": "cash"},
         {"step": "TEST", "triggers": ["t"]},
         {"step": "PAY_PRINCIPAL", "from": "cash", "amount": "pool.principal",
          "pay": {"sequential": [{"down_to": "plan", "pay": "A"},
                                 {"split": [{"share": "50%", "pay": "A"}, {"pay": {"pro_rata": ["A", "Z"]}}]}]}},
         {"step": "WRITE_DOWN", "bonds": ["Z", "A"], "amount": "0 - oc"},
         {"step": "WRITE_UP", "bonds": ["A", "Z"], "amount": "oc"},
         {"step": "TRANSFER", "from": "cash", "to": "reserve", "amount": "reserve.target - reserve.balance"},
         {"step": "RELEASE", "from": "cash", "to": "R"}]}
      """
    let deal = try DealImport().waterfall(ByteSource(Array(text.utf8)), file: "all.json").deal
    #expect(deal.monthsPerPeriod == 3 && deal.waterfall.count == 11 && deal.waterfall[2].name == "costs")
    #expect(deal.bonds[0].originalBalance == 200 && deal.bonds[0].coupon.text == "0.05")
    #expect(deal.bonds[0].dayCount == .actual365 && !deal.bonds[0].interestOnShortfall)
    #expect(deal.triggers == [Trigger(name: "t", when: "pool.loss > 0", breaches: 2, isLatched: true)])
    #expect(
      deal.waterfall[6].action
        == .payPrincipal(
          PayPrincipal(
            .sequential([
              .downTo("plan", .bond("A")),
              .split([.init("50%", .bond("A")), .init(nil, .proRata([.bond("A"), .bond("Z")]))]),
            ]), from: "cash", amount: "pool.principal")))
  }

  @Test func faultsAreToldWithTheirPath() {
    #expect(fault(deal(steps: "")) == nil)
    #expect(
      fault(deal(steps: #"{"step": "PAY", "from": "cash"}"#))?
        .hasPrefix("deal.json, waterfall[0].step: 'PAY' is not one of: PAY_FEES, PAY_INTEREST") == true)
    #expect(
      fault(deal(steps: #"{"step": "PAY_INTEREST", "from": "cash", "bonds": ["A"], "ordre": "PRO_RATA"}"#))
        == "deal.json, waterfall[0]: unknown field 'ordre'; known here: bonds, from, name, order, step, when")
    #expect(
      fault(deal(steps: #"{"step": "PAY_INTEREST", "from": "cash"}"#))
        == "deal.json, waterfall[0]: the field 'bonds' is missing")
    #expect(
      fault(deal(steps: #"{"step": "PAY_INTEREST", "from": "cash", "bonds": ["A", "B"]}"#))
        == "deal.json, waterfall[0].bonds[1]: 'B' is not a bond; there are A, R")
    #expect(
      fault(deal(steps: #"{"step": "PAY_PRINCIPAL", "from": "cash", "pay": {"in_order": ["A"]}}"#))?
        .contains("waterfall[0].pay: is no rule; write a bond's name") == true)
    #expect(
      fault(
        deal(
          steps:
            #"{"step": "PAY_PRINCIPAL", "from": "cash", "pay": {"pro_rata": ["A"], "sequential": ["A"]}}"#))?
        .contains("waterfall[0].pay: unknown field 'pro_rata'") == true)
    #expect(
      fault(deal(steps: #"{"step": "PAY_FEES", "from": "till", "fees": []}"#))
        == "deal.json, waterfall[0].fees: is empty; name at least one (and 1 more)")
    #expect(
      fault("{") != nil && fault("[]") != nil && fault(#"{"schema_version": 2}"#)?.contains("write 1") == true
    )
  }

  @Test func collateralIsReadByMonth() throws {
    func read(_ text: String) throws -> (fault: String?, balances: [Double]) {
      do throws(IngestionError) {
        let flows = try CollateralImport().csv(ByteSource(Array(text.utf8)), file: "pool.csv")
        return (nil, [flows.openingBalance, flows.openingInDefault] + flows.balance + flows.interest)
      } catch {
        return (error.description, [])
      }
    }
    #expect(
      try read("month,balance,interest,in_default,scheduled_principal\n0,100,,5\n").fault
        == "pool.csv, line 2: the row has 4 cells and the header 5")
    #expect(
      try read("month,balance,interest\n0,100,\n1,60,1\n2,0,0.6\n").balances == [100, 0, 60, 0, 1, 0.6])
    #expect(
      try read("month,balance\n0,100\n2,60\n").fault
        == "pool.csv, line 3, month: 2.0 does not follow; months are 0, 1, 2 and so on")
    #expect(try read("month,balance\n0,100\n1,x\n").fault?.hasPrefix("pool.csv, line 3, balance: ") == true)
    #expect(try read("month,balance\n0,100\n").fault?.contains("has no months") == true)
    #expect(try read("month,colour\n").fault?.contains("colour: is not a known column") == true)
  }
}
