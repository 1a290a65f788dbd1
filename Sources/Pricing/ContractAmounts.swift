/// What contracts of a batch are worth and how that moves, per unit of quantity, base market first.
protocol ContractAmounts {
  /// Present value.
  func value(_ contract: Int) -> BaseAndScenarios
  /// The fall in value for a parallel rise of the zero curve, per 1.00 of rate: for fixed flows Σ flow · D · years.
  func dollarDuration(_ contract: Int) -> BaseAndScenarios
  /// The second derivative of the value for a parallel move of the zero curve: for fixed flows Σ flow · D · years².
  func dollarConvexity(_ contract: Int) -> BaseAndScenarios
  /// Dollar duration under one key's tent.
  func dollarDuration(_ contract: Int, key: Int) -> BaseAndScenarios
}
