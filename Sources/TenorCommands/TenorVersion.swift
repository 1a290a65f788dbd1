/// The version of the program, kept with every run.
enum TenorVersion {
  static let text = "0.1.0"
}
