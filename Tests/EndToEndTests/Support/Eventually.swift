/// Waits until `condition` holds.
func eventually(
  _ what: String, within limit: Duration = .seconds(900), _ condition: () throws -> Bool
) async throws {
  let deadline = ContinuousClock.now + limit
  while try !condition() {
    guard ContinuousClock.now < deadline else {
      throw TenorProcess.Failure(description: "not within \(limit): \(what)")
    }
    try await Task.sleep(for: .milliseconds(5))
  }
}
