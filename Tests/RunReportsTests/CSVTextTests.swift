import Testing

@testable import RunReports

@Suite("CSV cells")
struct CSVTextTests {
  @Test(
    "are quoted where they must be",
    arguments: [
      ("plain", "plain"), ("", ""), ("a,b", "\"a,b\""), ("say \"x\"", "\"say \"\"x\"\"\""),
      ("\"", "\"\"\"\""),
      ("a\nb", "\"a\nb\""), ("é ", "é "), ("a=b", "a=b"),
    ])
  func quotes(text: String, cell: String) { #expect(CSVText.cell(text) == cell) }

  @Test(
    "start no formula in a spreadsheet",
    arguments: [
      ("=1+1", "'=1+1"), ("+1", "'+1"), ("-1", "'-1"), ("@SUM(A1)", "'@SUM(A1)"), ("\tx", "'\tx"),
      ("=HYPERLINK(\"x\",\"y\")", "\"'=HYPERLINK(\"\"x\"\",\"\"y\"\")\""), ("\r=1", "\"'\r=1\""),
    ])
  func formulas(text: String, cell: String) { #expect(CSVText.cell(text) == cell) }
}
