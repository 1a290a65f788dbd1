import Testing

@testable import AccessControl

struct RoleTests {
  /// The table again, written the other way round.
  @Test(arguments: [
    (Permission.readMarketData, "admin trader analyst viewer"),
    (.readPositions, "admin trader analyst viewer"),
    (.readResults, "admin trader analyst viewer"), (.readOperations, "admin trader analyst viewer"),
    (.createRuns, "admin trader analyst"), (.importData, "admin analyst"), (.steerRuns, "admin analyst"),
    (.publishRuns, "admin analyst"), (.manageSchedules, "admin analyst"), (.manageLimits, "admin analyst"),
    (.administer, "admin"),
  ])
  func permissionsAreThoseOfTheTable(permission: Permission, roles: String) {
    let holders = Role.allCases.filter { $0.permissions.contains(permission) }.map(\.rawValue)
    #expect(holders.joined(separator: " ") == roles)
  }

  @Test func oneWhoIsConfinedToANodeOnlyReads() throws {
    let scope = try #require(PortfolioScope(node: "FUND/CREDIT"))
    for role in Role.allCases {
      let confined = Principal(name: "a", role: role, scope: scope, signIn: .password)
      #expect(confined.permissions == Role.viewer.permissions)
      let free = Principal(name: "a", role: role, signIn: .password)
      #expect(free.permissions == role.permissions)
    }
    #expect(Principal.open.permissions == Set(Permission.allCases))
  }

  @Test(arguments: [
    ("FUND/CREDIT", true), ("FUND/CREDIT/US", true), ("FUND/CREDITOR", false), ("FUND", false),
    ("FUND/RATES", false), ("", false), ("fund/credit", false),
  ])
  func scopeHoldsANodeAndAllBelow(path: String, isInside: Bool) throws {
    #expect(try #require(PortfolioScope(node: "FUND/CREDIT")).contains(path) == isInside)
  }

  @Test(arguments: ["", "/", "A//B", "A/B/C/D/E", "A\u{0}", String(repeating: "A", count: 201)])
  func pathsThatAreNoneAreNoScope(path: String) { #expect(PortfolioScope(node: path) == nil) }

  @Test func scopeComparesBytes() throws {
    // One letter, composed and not: two nodes in the database.
    #expect(try !#require(PortfolioScope(node: "caf\u{E9}")).contains("cafe\u{301}"))
  }

  @Test func publishingMayNeedASecondPerson() throws {
    let off = try SeparationOfDuties(list: "")
    #expect(off.mayPublish("ann", runOf: "ann"))
    let on = try SeparationOfDuties(list: " publish ")
    #expect(!on.mayPublish("ann", runOf: "ann") && on.mayPublish("ben", runOf: "ann"))
    let review = try SeparationOfDuties(list: "publish,review")
    #expect(
      !review.mayReview("ann", broughtBy: ["ann", "ben"]) && review.mayReview("cyd", broughtBy: ["ann"]))
    #expect(on.mayReview("ann", broughtBy: ["ann"]))
    #expect(throws: SeparationOfDuties.UnknownAct(name: "aprove")) {
      try SeparationOfDuties(list: "publish,aprove")
    }
  }

  @Test func nobodyApprovesTheirOwn() {
    #expect(!SeparationOfDuties.mayApprove("ann", proposalOf: "ann"))
    #expect(SeparationOfDuties.mayApprove("ben", proposalOf: "ann"))
  }

  @Test(arguments: [
    ("ann", true), ("a.b_c-d@bank.example", true), ("7", true), ("Ann", false), ("", false), (".ann", false),
    ("key:x", false), ("ann b", false), (String(repeating: "a", count: 65), false), ("\u{E4}nn", false),
  ])
  func userNames(text: String, isName: Bool) { #expect((UserName(text) != nil) == isName) }
}
