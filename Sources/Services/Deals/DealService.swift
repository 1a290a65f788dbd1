import HTTPServing
import RunRecords

/// Deal packages: their versions, who answers for them, and what they pay.
struct DealService: Sendable {
  let environment: ServiceEnvironment

  /// About 60,000 lines of loans.
  static let packageBytes = 16 << 20

  var routes: [Route] {
    let version: PathTemplate = "/v1/deals/{deal_id}/versions/{version}"
    return [
      .json(
        .post, "/v1/deals", operationID: "uploadDeal", maxBodyBytes: Self.packageBytes, handler: uploadDeal),
      Route(.get, "/v1/deals", operationID: "listDeals", handler: listDeals),
      Route(.get, "/v1/deals/{deal_id}", operationID: "getDeal", handler: getDeal),
      Route(.get, version, operationID: "getDealVersion", handler: getVersion),
      Route(
        .get, "/v1/deals/{deal_id}/versions/{version}/package", operationID: "getDealPackage",
        handler: getPackage),
      .json(
        .post, "/v1/deals/{deal_id}/versions/{version}/validate", operationID: "validateDeal",
        timeout: .seconds(60), handler: validate),
      .json(
        .post, "/v1/deals/{deal_id}/versions/{version}/approve", operationID: "approveDeal",
        handler: { try move($0, to: .approved) }),
      .json(
        .post, "/v1/deals/{deal_id}/versions/{version}/reject", operationID: "rejectDeal",
        handler: { try move($0, to: .rejected) }),
      .json(
        .post, "/v1/deals/{deal_id}/versions/{version}/archive", operationID: "archiveDeal",
        handler: { try move($0, to: .archived) }),
      Route(
        .get, "/v1/deals/{deal_id}/versions/{version}/run", operationID: "runDeal", timeout: .seconds(60),
        handler: runDeal),
      Route(
        .get, "/v1/deals/{deal_id}/versions/{version}/explanation", operationID: "explainDeal",
        timeout: .seconds(60), handler: explainDeal),
    ]
  }
}
