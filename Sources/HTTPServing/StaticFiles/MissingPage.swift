/// Stands in for a dashboard that is not built.
public enum MissingPage {
  /// Answers browsers with how to build it, and others that there is nothing.
  public static let route = Route(.get, "/", operationID: "getDashboard", execution: .inline) {
    request throws(ProblemDetails) in
    guard request.acceptsHTML else {
      throw .notFound("There is nothing at this path; the dashboard is not built: make web")
    }
    return .bytes(
      Array(text.utf8), contentType: "text/html; charset=utf-8", status: .notFound,
      headers: withoutStore)
  }

  private static let withoutStore: HTTPHeaders = {
    var headers = PageHeaders.all
    headers["Cache-Control"] = "no-store"
    return headers
  }()

  private static let text = """
    <!doctype html>
    <html lang="en">
    <head><meta charset="utf-8"><title>Tenor: dashboard not built</title></head>
    <body>
    <main>
    <h1>The dashboard is not built</h1>
    <p>The services run. To build the dashboard, run this in Tenor's folder, then start the server again:</p>
    <pre>make web</pre>
    <p>A dashboard that is elsewhere is served with <code>tenor serve --web FOLDER</code>.</p>
    <p>Every operation is described at <a href="/openapi.json">/openapi.json</a>.</p>
    </main>
    </body>
    </html>

    """
}
