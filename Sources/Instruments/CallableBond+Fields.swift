import DatesAndConventions

extension CallableBond {
  init(productType: ProductType, fields: some TermFields<InstrumentField>) throws(TermsError) {
    let calls = try fields.payments(.callSchedule)
    let puts = try fields.payments(.putSchedule)
    if productType == .putableBond, !calls.isEmpty {
      throw TermsError(
        field: "call_schedule",
        message: "makes it a CALLABLE_BOND, which may have a put_schedule too; write that type")
    }
    if productType == .putableBond, puts.isEmpty {
      throw TermsError(
        field: "put_schedule", message: "is missing; write date:price pairs such as 2027-06-15:100")
    }
    if productType == .callableBond, calls.isEmpty {
      throw TermsError(
        field: "call_schedule", message: "is missing; write date:price pairs such as 2027-06-15:101")
    }
    try self.init(
      bond: FixedBond(fields: fields),
      calls: calls.map { ExercisePrice(date: $0.date, price: $0.amount) },
      puts: puts.map { ExercisePrice(date: $0.date, price: $0.amount) },
      exerciseStyle: fields.choice(.exerciseStyle, ExerciseStyle.self) ?? .bermudan,
      noticeDays: fields.integer(.noticeDays) ?? 0)
  }

  func write(to writer: inout FieldWriter) {
    bond.write(to: &writer)
    writer.write(.callSchedule, calls.map { PrincipalPayment(date: $0.date, amount: $0.price) })
    writer.write(.putSchedule, puts.map { PrincipalPayment(date: $0.date, amount: $0.price) })
    writer.write(.exerciseStyle, exerciseStyle.rawValue)
    writer.write(.noticeDays, noticeDays)
  }
}
