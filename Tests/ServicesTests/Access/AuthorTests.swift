import AccessControl
import JSONDocuments
import PostgresStore
import RunRecords
import TestSupport
import Testing

@testable import Services

/// Whose name is written down, and what needs a second person.
@Suite(.enabled(if: TestCluster.isAvailable))
struct AuthorTests {
  private func setUp(fourEyes: String) throws -> (TestPlatform, SampleBook, TestUsers) {
    var settings = TestUsers.settings
    settings.duties = try SeparationOfDuties(list: fourEyes)
    let platform = try TestPlatform(access: settings)
    let book = try SampleBook(platform)
    let users = TestUsers(platform: platform)
    return (platform, book, users)
  }

  @Test func namesAreThoseOfWhoHasSignedIn() throws {
    let (platform, book, users) = try setUp(fourEyes: "")
    try users.add("ann", .analyst)
    let ann = try users.browser("ann")
    let body = book.runBody.with(#""bucket_count""#, #""created_by": "the chief", "bucket_count""#)
    let run = try platform.client.post("/v1/runs", body, headers: ann)
    #expect(try run.member("created_by") == "ann")
    let key = try users.key(.analyst, name: "nightly")
    #expect(try platform.client.post("/v1/runs", body, headers: key).member("created_by") == "key:nightly")
    let schedule = try platform.client.post("/v1/schedules", book.scheduleBody, headers: ann)
    #expect(try schedule.member("created_by") == "ann")
    try book.work()
    let path = "/v1/runs/\(try run.member("run_id"))/publish"
    let published = try platform.client.post(path, #"{"published_by": "the chief"}"#, headers: ann)
    #expect(try published.member("published_by") == "ann")
  }

  @Test func anOpenServerBelievesNames() throws {
    let (platform, book, _) = try setUp(fourEyes: "")
    let body = book.runBody.with(#""bucket_count""#, #""created_by": "the chief", "bucket_count""#)
    let run = try platform.client.post("/v1/runs", body)
    #expect(try run.member("created_by") == "the chief")
    try book.work()
    let path = "/v1/runs/\(try run.member("run_id"))/publish"
    #expect(try platform.client.post(path, "{}").status == 422)
    #expect(try platform.client.post(path, #"{"published_by": "the chief"}"#).status == 200)
  }

  @Test func nobodyPublishesTheirOwnRunWhereThatIsAsked() throws {
    let (platform, book, users) = try setUp(fourEyes: "publish")
    try users.add("ann", .analyst)
    try users.add("ben", .analyst)
    try users.add("tom", .trader)
    let (ann, ben, tom) = (try users.browser("ann"), try users.browser("ben"), try users.browser("tom"))
    let run = try platform.client.post("/v1/runs", book.runBody, headers: ann).member("run_id")
    try book.work()
    let path = "/v1/runs/\(run)/publish"
    let own = try platform.client.post(path, "{}", headers: ann)
    #expect(own.status == 403 && own.text.contains("separation-of-duties") && own.text.contains("ann"))
    #expect(try platform.client.post(path, "{}", headers: tom).status == 403)
    #expect(
      try platform.client.get("/v1/runs/\(run)", headers: ann).json["run"]?["is_published"] == .bool(false))
    #expect(try platform.client.post(path, "{}", headers: ben).member("published_by") == "ben")
    let detail = try platform.client.get("/v1/runs/\(run)", headers: ann).json
    #expect(detail["run"]?["is_published"] == .bool(true))
  }
}
