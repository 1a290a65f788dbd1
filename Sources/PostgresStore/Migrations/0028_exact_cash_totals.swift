/// Daily totals of cash flows as sums of integers, which are the same in whatever order the server's plan reads the flows.
///
/// The sums are those of `ExactSum`, which has the definition and a test that they are; the text below is released and stays as it is.
let migration0028ExactCashTotals = #"""
  CREATE OR REPLACE FUNCTION tenor_total_cash_flows(run_no int, position_snapshot_no int) RETURNS void LANGUAGE plpgsql AS $$
  BEGIN
    -- One makes the totals of a run, others wait for them.
    PERFORM pg_advisory_xact_lock(hashtextextended('cashflow_day', run_no));
    IF EXISTS (SELECT FROM cashflow_day d WHERE d.run_no = tenor_total_cash_flows.run_no) THEN RETURN; END IF;
    -- A prepaid loan pays its contract's flows times the fraction that has survived; dividing by it gives the contract's.
    -- The fraction after a flow is balance / (balance + prepayment) of that before. Where all is prepaid, no later flow
    -- tells what the contract says, and the principal counts as paid.
    EXECUTE format($sql$
      WITH flow AS (
        SELECT f.position_number, f.pay_date, f.currency, f.interest, f.principal, f.prepayment,
          CASE WHEN f.balance = 0 THEN f.prepayment ELSE 0 END AS last_prepayment,
          p.portfolio_id, p.product_type,
          CASE p.product_type WHEN 'AMORT_LOAN' THEN
            exp(coalesce(sum(ln(f.balance / (f.balance + f.prepayment)))
              FILTER (WHERE f.prepayment <> 0 AND f.balance <> 0)
              OVER (PARTITION BY f.position_number ORDER BY f.period_number
                ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING), 0))
            ELSE 1 END AS survival
        FROM cashflow_schedule_%1$s f JOIN position_%2$s p USING (position_number)
        WHERE p.product_type = 'AMORT_LOAN'
        UNION ALL
        SELECT f.position_number, f.pay_date, f.currency, f.interest, f.principal, f.prepayment, f.prepayment,
          p.portfolio_id, p.product_type, 1
        FROM cashflow_schedule_%1$s f JOIN position_%2$s p USING (position_number)
        WHERE p.product_type <> 'AMORT_LOAN'
      )
      INSERT INTO cashflow_day (run_no, portfolio_id, product_type, currency, pay_date, flow_count, interest, principal,
        prepayment, contractual_interest, contractual_principal)
      SELECT %1$s, portfolio_id, product_type, currency, pay_date, count(*),
        sum(trunc(interest)::int8)::float8
          + sum(((interest - trunc(interest)) * 1099511627776)::int8)::float8 / 1099511627776,
        sum(trunc(principal)::int8)::float8
          + sum(((principal - trunc(principal)) * 1099511627776)::int8)::float8 / 1099511627776,
        sum(trunc(prepayment)::int8)::float8
          + sum(((prepayment - trunc(prepayment)) * 1099511627776)::int8)::float8 / 1099511627776,
        sum(trunc(contractual_interest)::int8)::float8
          + sum(((contractual_interest - trunc(contractual_interest)) * 1099511627776)::int8)::float8 / 1099511627776,
        sum(trunc(contractual_principal)::int8)::float8
          + sum(((contractual_principal - trunc(contractual_principal)) * 1099511627776)::int8)::float8 / 1099511627776
      FROM (
        SELECT *, interest / survival AS contractual_interest,
          (principal + last_prepayment) / survival AS contractual_principal
        FROM flow) amount
      GROUP BY portfolio_id, product_type, currency, pay_date
      $sql$, run_no, position_snapshot_no);
  END $$;
  """#
