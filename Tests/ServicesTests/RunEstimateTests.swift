import RunRecords
import TestSupport
import Testing

@Suite(.enabled(if: TestCluster.isAvailable))
struct RunEstimateTests {
  @Test func tellsWhatARunWouldTakeAndStoresNothing() throws {
    let platform = try TestPlatform()
    let book = try SampleBook(platform)
    let estimate = try platform.client.post("/v1/runs/estimate?workers=3", book.runBody).json["estimate"]
    // PV and five key rates of 23 positions, under BASE and UP.
    #expect(estimate?["vectors"]?.number == 138)
    #expect(estimate?["cells"]?.number == 276)
    #expect(estimate?["workers"]?.number == 3)
    #expect(try platform.client.get("/v1/runs").json["items"]?.array?.isEmpty == true)
  }

  @Test func runBeyondALimitIsRefusedWithFieldAndFix() throws {
    var limits = RunLimits.standard
    limits[.cells] = 23 * 6 * 2 - 1
    let platform = try TestPlatform(runLimits: limits)
    let book = try SampleBook(platform)
    let forecast = try platform.client.post("/v1/runs/estimate", book.runBody).json
    #expect(forecast["excesses"]?.array?.first?["quantity"]?.text == "cells")
    let refused = try platform.client.post("/v1/runs", book.runBody)
    #expect(refused.status == 422)
    let error = try #require(try refused.json["errors"]?.array?.first)
    #expect(error["field"]?.text == "measures")
    #expect(error["message"]?.text == "make a run of 276 cells, and 275 is the limit")
    #expect(error["fix"]?.text?.contains("TENOR_MAX_CELLS") == true)
    #expect(try platform.client.get("/v1/runs").json["items"]?.array?.isEmpty == true)
    let smaller = book.runBody.with(", \"KEY_RATE_DV01\"", "")
    #expect(try platform.client.post("/v1/runs", smaller).status == 201)
  }

  @Test func runThatWouldFillTheDiskIsRefused() throws {
    let platform = try TestPlatform(diskSpace: DiskSpace(freeBytes: 1 << 30, totalBytes: 1 << 40))
    let book = try SampleBook(platform)
    let refused = try platform.client.post("/v1/runs", book.runBody)
    #expect(refused.status == 507 && refused.text.contains("urn:tenor:problem:insufficient-storage"))
    #expect(try platform.client.get("/v1/runs").json["items"]?.array?.isEmpty == true)
  }

  @Test func curveThatDiscountsNothingIsAWarning() throws {
    let platform = try TestPlatform()
    let market = SampleBook.market.with(#""discount_curves": {"EUR": "EUR.AAA", "#, #""discount_curves": {"#)
    let snapshot = try platform.client.post("/v1/marketdata/snapshots", market).member("snapshot_id")
    let book = try SampleBook(platform)
    let body = book.runBody.with(book.marketID, snapshot)
      .with(#"{"shape":"#, #"{"curves": ["EUR.AAA"], "shape":"#)
    let forecast = try platform.client.post("/v1/runs/estimate", body).json
    let warning = try #require(forecast["warnings"]?.array?.first?.text)
    #expect(warning.contains("'EUR.AAA' discounts no currency") && warning.contains("USD.TREASURY (USD)"))
    let run = try platform.client.post("/v1/runs", body).member("run_id")
    #expect(try platform.client.get("/v1/runs/\(run)").json["warnings"]?.array?.first?.text == warning)
  }
}
