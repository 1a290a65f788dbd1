/// What a bond or loan is worth and how that moves, per unit of quantity, base market first. Only what the request's measures need is
/// there.
protocol ContractAmounts {
  /// Present value.
  var value: BaseAndScenarios { get }
  /// The fall in value for a parallel rise of the zero curve, per 1.00 of rate: for fixed flows Σ flow · D · years.
  var dollarDuration: BaseAndScenarios { get }
  /// The second derivative of the value for a parallel move of the zero curve: for fixed flows Σ flow · D · years².
  var dollarConvexity: BaseAndScenarios { get }
  /// The fall in value for a rise of the spread over the curve, per 1.00; payments stay.
  var dollarSpreadDuration: BaseAndScenarios { get }
  /// Dollar duration under one key's tent.
  func dollarDuration(key: Int) -> BaseAndScenarios
}

extension ContractAmounts {
  /// Where rates move no payment, a rise of spread does what a rise of rates does.
  var dollarSpreadDuration: BaseAndScenarios { dollarDuration }
}
