import HTTPServing

/// Scenario sets: their versions, who answers for them, and what they do to a curve.
struct ScenarioService: Sendable {
  let environment: ServiceEnvironment

  /// A thousand scenarios with long profiles.
  static let setBytes = 8 << 20

  var routes: [Route] {
    [
      .json(
        .post, "/v1/scenario-sets", operationID: "addScenarioSetVersion", maxBodyBytes: Self.setBytes,
        handler: addVersion),
      Route(.get, "/v1/scenario-sets", operationID: "listScenarioSets", handler: listSets),
      Route(.get, "/v1/scenario-sets/{set_name}", operationID: "getScenarioSet", handler: getSet),
      Route(
        .get, "/v1/scenario-sets/{set_name}/versions/{version}", operationID: "getScenarioSetVersion",
        handler: getVersion),
      .json(
        .post, "/v1/scenario-sets/{set_name}/versions/{version}/approve",
        operationID: "approveScenarioSetVersion", handler: approve),
      .json(
        .post, "/v1/scenario-sets/{set_name}/versions/{version}/retire",
        operationID: "retireScenarioSetVersion", handler: retire),
      Route(
        .get, "/v1/scenario-sets/{set_name}/versions/{version}/preview",
        operationID: "previewScenarioSetVersion", handler: previewVersion),
      .json(
        .post, "/v1/scenarios/preview", operationID: "previewScenarios", maxBodyBytes: Self.setBytes,
        handler: previewScenarios),
    ]
  }
}
