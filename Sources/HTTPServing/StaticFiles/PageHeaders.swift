/// What a browser is told with every file of a page.
enum PageHeaders {
  /// Scripts, styles, images and connections come from this server alone, nothing is inline, and no other site may
  /// frame, read or learn the address of a page.
  static let all: HTTPHeaders = [
    "Content-Security-Policy":
      "default-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'; object-src 'none'",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
  ]
}
